"""Papers for the person: the consent sheet, the card of contacts, who knows what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for
from handoff.cases.models import Case, LegalBasis
from handoff.cases.rules import Act
from handoff.cases.services.cases import may
from handoff.disclosure.enums import Part
from handoff.exceptions import Refused
from handoff.papers import easy_texts as texts
from handoff.papers.access import card_of, consent_for, consents_of, told_of
from handoff.papers.making import one_page_if_possible
from handoff.papers.models import ContactCard
from handoff.papers.queries import Span, Told, told

MOST_CONTACTS = 6
type Contact = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class PersonPapers:
    """What can be printed for the person of a case; `contacts` are those of the card."""

    case: Case
    consents: Sequence[LegalBasis]
    contacts: Sequence[Contact]
    may_write: bool
    may_print_consent: bool


def read_person_papers(*, case_id: UUID, actor: Actor, now: datetime, is_shown: bool = True) -> PersonPapers:
    """Return what can be printed for the person of a case; contacts only to whoever writes there.

    The reading is written down; `is_shown=False` where a form was sent, whose answer shows nothing of it.
    Raises Http404.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ, today=today)
        may_write = may(actor, case, Act.WRITE, today=today)
        may_print = may(actor, case, Act.WRITE_BASIS, today=today)
        if is_shown:
            opening.note("papers.person_read", case)
        return PersonPapers(
            case=case,
            consents=list(consents_of(case)) if may_print else [],
            contacts=_contacts(case) if may_write else [],
            may_write=may_write,
            may_print_consent=may_print,
        )


def read_consent(
    *, case_id: UUID, basis_id: UUID, actor: Actor, now: datetime
) -> tuple[Case, list[str], str]:
    """Return a case, whom a consent names, and what for as it was written. Raises Http404."""
    with opened(actor, now=now) as opening:
        case, basis = consent_for(actor, case_id, basis_id, today=timezone.localdate(now))
        opening.note("papers.consent_read", basis)
        return case, [str(each) for each in basis.receivers.all()], basis.unseal("purpose")


def print_consent(
    *,
    case_id: UUID,
    basis_id: UUID,
    purpose: str,
    names: Sequence[str],
    actor: Actor,
    now: datetime,
) -> tuple[Case, bytes]:
    """Return the consent sheet of a draft: `purpose` in easy words, the receivers' names with their readings.

    Raises Http404.
    """
    with opened(actor, now=now) as opening:
        case, basis = consent_for(actor, case_id, basis_id, today=timezone.localdate(now))
        context = {
            "names": names,
            "parts": [texts.PARTS[part] for part in Part if part in basis.covers],
            "purpose": purpose,
            "until": texts.until_when(wareki(basis.until)),
        }
        pdf = _paper("consent", case, context, title=texts.CONSENT_TITLE, now=now)
        opening.note("papers.consent_printed", basis)
    return case, pdf


def write_card(*, case_id: UUID, contacts: Sequence[Contact], actor: Actor, now: datetime) -> ContactCard:
    """Keep whom somebody calls after release, instead of what was kept before. Raises Http404, Refused."""
    assert actor.user is not None
    if len(contacts) > MOST_CONTACTS:
        raise Refused(f"れんらくさきは、{MOST_CONTACTS}つまでです。")
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.WRITE, today=timezone.localdate(now))
        card = card_of(case) or ContactCard(case=case)
        card.written_by, card.written_at = actor.user, now
        card.seal(contacts=[dict(each) for each in contacts])
        card.save()
        opening.note("papers.card_written", card)
    return card


def print_card(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[Case, bytes]:
    """Return the card of contacts. Raises Http404, Refused while there is none."""
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.WRITE, today=timezone.localdate(now))
        contacts, card = _contacts(case), card_of(case)
        if not contacts or card is None:
            raise Refused("れんらくさきを、先に書いてください。")
        pdf = _paper("card", case, {"pairs": _in_pairs(contacts)}, title=texts.CARD_TITLE, now=now)
        opening.note("papers.card_printed", card)
    return case, pdf


def print_told(
    *, case_id: UUID, readings: Mapping[str, str], actor: Actor, now: datetime
) -> tuple[Case, bytes]:
    """Return who was told what, since when and until when, from the ledger. Raises Http404.

    `readings` are receivers' names in notation; whoever has none stands there as the ledger has it.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ, today=today)
        found = told(told_of(actor, case, today=today))
        context = {"told": [(readings.get(each.name, each.name), _told_lines(each)) for each in found]}
        pdf = _paper("told", case, context, title=texts.TOLD_TITLE, now=now)
        opening.note("papers.told_printed", case)
    return case, pdf


def receivers_told(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[Case, list[str]]:
    """Return a case and the names of all who were told something of it. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ, today=today)
        opening.note("papers.told_read", case)
        return case, [each.name for each in told(told_of(actor, case, today=today))]


def _told_lines(one: Told) -> list[tuple[list[str], str, bool]]:
    """Return (parts, since when until when, on paper as well); what is known for the same time is one."""
    together: dict[tuple[Any, ...], list[str]] = {}
    for part in Part:
        for span in one.spans.get(part, []):
            key = (span.since, span.until, span.is_on_paper)
            together.setdefault(key, []).append(texts.PARTS[part])
    return [
        (parts, _when(Span(since=since, until=until)), is_on_paper)
        for (since, until, is_on_paper), parts in together.items()
    ]


def _when(span: Span) -> str:
    first = wareki(span.since)
    return texts.known_since(first) if span.until is None else texts.known_between(first, wareki(span.until))


def _in_pairs(contacts: Sequence[Contact]) -> list[tuple[Contact, Contact | None]]:
    """Return contacts two by two, as they stand beside each other; the last may stand alone."""
    seconds: list[Contact | None] = [*contacts[1::2], None]
    return list(zip(contacts[::2], seconds, strict=False))


def _contacts(case: Case) -> list[dict[str, str]]:
    card = card_of(case)
    kept = card.unseal_data("contacts") if card is not None else []
    assert isinstance(kept, list)
    return kept


def _paper(name: str, case: Case, context: Mapping[str, Any], *, title: str, now: datetime) -> bytes:
    filled: dict[str, Any] = {
        "texts": texts,
        "centre": current_centre(),
        "case": case,
        "day": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
    }
    return one_page_if_possible(f"papers/print/{name}.html", {**filled, **context}, title=title)
