"""Which papers somebody may make, which parcels they see, and whose case they print for."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from handoff.actors import Actor
from handoff.cases.access import case_for, cases_for
from handoff.cases.models import Case, LegalBasis
from handoff.cases.rules import Act
from handoff.disclosure.enums import BasisKind, BasisState
from handoff.machine.access import handoff_for, handoffs_for, hands_of, readable_now
from handoff.machine.enums import Hand, Side, State
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.machine.queries import facts_of
from handoff.machine.services.running import TOGETHER

from .models import ContactCard, PaperDispatch
from .rules import PaperFacts

# A consent may be printed before it counts, and again as a copy; one that ended may not.
PRINTABLE = (BasisState.DRAFT, BasisState.ACTIVE)


def sides_of(actor: Actor, handoff: Handoff, *, today: date) -> frozenset[Side]:
    """Return for which sides somebody prints: the asking one, or the one that reads here."""
    hands = hands_of(actor, handoff, today=today)
    sides = {Side.GIVER} if Hand.GIVER in hands else set[Side]()
    return frozenset(sides | ({Side.RECEIVER} if Hand.RECEIVER in hands else set()))


def handoff_to_print(actor: Actor, handoff_id: UUID, *, today: date) -> tuple[Handoff, frozenset[Side]]:
    """Return a hand-off on one of whose sides the actor stands. Raises Http404 for all others."""
    handoff = handoff_for(actor, handoff_id, today=today)
    sides = sides_of(actor, handoff, today=today)
    if not sides:
        raise Http404
    return handoff, sides


def given_handoff(actor: Actor, handoff_id: UUID, *, today: date) -> Handoff:
    """Return a hand-off for whose papers the actor's side answers. Raises Http404."""
    handoff, sides = handoff_to_print(actor, handoff_id, today=today)
    if Side.GIVER not in sides:
        raise Http404
    return handoff


def paper_facts(handoff: Handoff, *, today: date) -> PaperFacts:
    """Return a hand-off as the rules of papers see it."""
    return PaperFacts(
        state=State(handoff.state),
        way=handoff.way_of,
        is_sent=handoff.sent_at is not None,
        is_asked_by_centre=handoff.requester_id is None,
        tasks=handoff.items.count(),
        open_parts=len(readable_now(handoff, facts_of(handoff), today=today)),
    )


def dispatches_for(actor: Actor, *, today: date) -> QuerySet[PaperDispatch]:
    """Return the parcels of the hand-offs that the actor's side asked for."""
    given = Exists(cases_for(actor, today=today).filter(pk=OuterRef("handoff__case_id")))
    return PaperDispatch.objects.filter(given).select_related("handoff__performer")


def dispatch_for(actor: Actor, dispatch_id: UUID, *, today: date) -> PaperDispatch:
    """Return a parcel whose receipt the actor may write down. Raises Http404."""
    found = dispatches_for(actor, today=today).filter(pk=dispatch_id).first()
    if found is None or Side.GIVER not in sides_of(actor, found.handoff, today=today):
        raise Http404
    return found


def consents_of(case: Case) -> QuerySet[LegalBasis]:
    """Return the consents of a case of which a sheet may be printed, the newest first."""
    rows = case.bases.filter(kind=BasisKind.CONSENT, state__in=PRINTABLE)
    return rows.prefetch_related("receivers__agency").order_by("-written_at")


def consent_for(actor: Actor, case_id: UUID, basis_id: UUID, *, today: date) -> tuple[Case, LegalBasis]:
    """Return a case and its consent to print. Raises Http404."""
    case = case_for(actor, case_id, Act.WRITE_BASIS, today=today)
    basis = consents_of(case).filter(pk=basis_id).first()
    if basis is None:
        raise Http404
    basis.case = case
    return case, basis


def card_of(case: Case) -> ContactCard | None:
    """Return the card of contacts of a case that the actor already sees."""
    card = ContactCard.objects.filter(case=case).first()
    if card is not None:
        card.case = case
    return card


def told_of(actor: Actor, case: Case, *, today: date) -> QuerySet[ProvisionRecord]:
    """Return what the ledger says of a case, the oldest first."""
    return ProvisionRecord.objects.filter(
        handoff__in=handoffs_for(actor, today=today).filter(case=case).values("pk")
    ).order_by("handoff_id", "number")


def handoff_to_fill(actor: Actor, handoff_id: UUID, *, today: date) -> tuple[Handoff, int]:
    """Return a hand-off in whose role table the actor writes now, and its number of tasks. Raises Http404."""
    handoff, _ = handoff_to_print(actor, handoff_id, today=today)
    if handoff.state not in TOGETHER:
        raise Http404
    return handoff, handoff.items.count()
