"""Writing a hand-off before it leaves: to whom, what is asked, which parts, on which footing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for
from handoff.cases.models import Case, LegalBasis
from handoff.cases.rules import Act
from handoff.disclosure.enums import Part, ReceiverCategory, Step
from handoff.disclosure.rules import profile_fits
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.enums import ASKED_BY_AGENCIES, BEING_WRITTEN, Hand, Kind, State
from handoff.machine.models import Handoff, PackagePart
from handoff.models import AgencyCopy
from handoff.references import save_with_reference
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.safeguards.services import make_pledge_in_transaction

from .profiles import profiles

OLD_PAGE = "ほかの人が、先に書きなおしました。新しい画面で、もう一度確かめてください。"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody writes of a hand-off; `parts` are the texts to pack, `profile` only where it differs.

    `with_pledge`: nothing binds the receiver yet, so a pledge for this hand-off alone is made ready.
    """

    kind: Kind
    performer: AgencyCopy | None
    safeguard: Safeguard | None
    basis: LegalBasis | None
    ask: str
    parts: Mapping[Part, str]
    with_pledge: bool = False
    offence_reason: str = ""
    is_urgent: bool = False
    is_suspect_support: bool = False
    profile: Mapping[Part, Step] | None = None
    replaces: Handoff | None = None


def begin_handoff(*, case: Case, draft: Draft, actor: Actor, now: datetime) -> Handoff:
    """Begin a draft for a case of the actor's side. Raises Http404, Refused."""
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = case_for(actor, case.pk, Act.WRITE, today=today)
        if (draft.kind in ASKED_BY_AGENCIES) != (found.agency_id is not None):
            raise Refused("この種類の依頼は、もう片方の側からします。")
        if draft.with_pledge and draft.performer is None:
            raise Refused("誓約書は、受け取るところが署名します。相手を選んでください。")
        handoff = Handoff(
            case=found,
            case_reference=found.reference,
            key=found.key,
            requester=found.agency,
            author=actor.user,
            made_at=now,
            replaces=draft.replaces,
        )
        _fill(handoff, draft, now=now)
        save_with_reference(handoff, "H", today=today)
        if draft.with_pledge:
            _bind_by_pledge(handoff, draft, actor=actor, now=now)
        _pack(handoff, draft.parts, now=now)
        opening.note("machine.begun", handoff, draft.parts)
    return handoff


def rewrite_handoff(*, handoff_id: UUID, seen: int, draft: Draft, actor: Actor, now: datetime) -> Handoff:
    """Write a draft anew; what waited for approval is a draft again. Raises Http404, Refused."""
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        handoff = Handoff.objects.select_for_update(of=("self",)).select_related("case").get(pk=handoff.pk)
        if Hand.GIVER not in hands_of(actor, handoff, today=today) or handoff.state not in BEING_WRITTEN:
            raise Refused("送ったあとは、書きなおせません。")
        if handoff.version != seen:
            raise ChangedMeanwhile(OLD_PAGE)
        _fill(handoff, draft, now=now)
        handoff.state, handoff.version = State.DRAFT, handoff.version + 1
        handoff.author = actor.user
        handoff.save()
        _pack(handoff, draft.parts, now=now)
        opening.note("machine.rewritten", handoff, draft.parts)
    return handoff


def read_draft(*, handoff_id: UUID, actor: Actor, now: datetime) -> tuple[Handoff, dict[Part, str], str, str]:
    """Return a draft to write on: it, the texts of its parts, what it asks, why the offence is told.

    Raises Http404 for whoever does not write it, and once it has left.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        if Hand.GIVER not in hands_of(actor, handoff, today=today) or handoff.state not in BEING_WRITTEN:
            raise Http404
        texts = {}
        for row in handoff.parts.filter(contents__isnull=False):
            row.handoff = handoff
            texts[Part(row.part)] = row.unseal("contents")
        words = [
            handoff.unseal(name) if getattr(handoff, name) is not None else ""
            for name in ("ask", "offence_reason")
        ]
        opening.note("machine.draft_read", handoff, texts)
    return handoff, texts, words[0], words[1]


def _bind_by_pledge(handoff: Handoff, draft: Draft, *, actor: Actor, now: datetime) -> None:
    assert draft.performer is not None
    pledge = make_pledge_in_transaction(
        agency=draft.performer, only_for=handoff.reference, actor=actor, now=now
    )
    handoff.safeguard, handoff.way = pledge, pledge.way
    handoff.save(update_fields=["safeguard", "way"])


def _fill(handoff: Handoff, draft: Draft, *, now: datetime) -> None:
    category = ReceiverCategory(draft.performer.category) if draft.performer else ReceiverCategory.OUR_CENTRE
    profile = profiles()[category] if draft.profile is None else draft.profile
    if draft.basis is not None and draft.profile is not None:
        fitting = profile_fits(profile, basis=frozenset(Part(each) for each in draft.basis.covers))
        if not fitting.allowed:
            raise Refused(fitting.reason)
    handoff.kind, handoff.performer, handoff.category = draft.kind, draft.performer, category
    handoff.safeguard, handoff.basis = draft.safeguard, draft.basis
    handoff.way = draft.safeguard.way if draft.safeguard else Way.PAPER
    handoff.is_urgent, handoff.is_suspect_support = draft.is_urgent, draft.is_suspect_support
    handoff.profile = {str(part): int(step) for part, step in profile.items()}
    handoff.packed = [part for part in Part if draft.parts.get(part)]
    handoff.changed_at = now
    handoff.seal(ask=draft.ask or None, offence_reason=draft.offence_reason or None)


def _pack(handoff: Handoff, parts: Mapping[Part, str], *, now: datetime) -> None:
    """Put in what was written, and take out what was emptied; nothing of it was sent yet."""
    known = {each.part: each for each in handoff.parts.all()}
    for part in Part:
        text, row = parts.get(part, ""), known.get(part)
        if text or row:
            row = row or PackagePart(handoff=handoff, part=part)
            row.seal(contents=text or None)
            row.changed_at = now
            row.save()
