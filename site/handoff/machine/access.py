"""Which hand-offs somebody sees, with whose hands they act there, and which parts they may read."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.disclosure.enums import Part
from handoff.disclosure.rules import basis_stands, open_parts, safeguard_stands
from handoff.exceptions import Shredded

from .enums import ENDED, INSIDE, Consent, Hand, Side, State
from .models import Call, Confirmation, Emergency, Handoff, PackagePart, Receiver, Turn
from .queries import open_in_ledger, package_of
from .rules import ON_BEHALF, TRANSITIONS, HandoffFacts, Transition, steps_reached

# Whoever acts on the asking side sees what it does by itself.
INSIDE_HANDS = frozenset({Hand.GIVER, Hand.GIVER_LEAD, Hand.SECOND, Hand.TIMER})


def handoffs_for(actor: Actor, *, today: date) -> QuerySet[Handoff]:
    """Return the hand-offs of both sides: those of the actor's cases, and those that reached them."""
    if actor.is_clock:
        return Handoff.objects.all()
    named = Q(pk__in=Receiver.objects.filter(person=actor.person_id, ended_on=None).values("handoff"))
    kept = Q(performer__in=[agency for agency in actor.agency_roles if actor.keeps(agency)])
    if actor.keeps(None) or PrivateRole.PRIVACY_OFFICER in actor.centre_roles:
        kept |= Q(performer=None)
    at_work = Q(performer__in=list(actor.agency_roles)) | (
        Q(performer=None) if actor.is_at(None) else Q(pk=None)
    )
    received = Q(sent_at__isnull=False) & (kept | (at_work & named))
    own = Q(case__in=cases_for(actor, today=today).values("pk"))
    return Handoff.objects.filter(own | received).select_related("requester", "performer")


def handoff_for(actor: Actor, handoff_id: UUID, *, today: date) -> Handoff:
    """Return a hand-off that this actor sees. Raises Http404 for all others, as for none at all.

    Raises Shredded for one that was destroyed: its certificate is shown instead.
    """
    return _found(handoffs_for(actor, today=today), handoff_id)


def locked_handoff(actor: Actor, handoff_id: UUID, *, today: date) -> Handoff:
    """Return such a hand-off, locked, on the footing that it has now. Raises Http404, Shredded.

    It is read once it is locked: whoever waited finds it, its basis and its safeguard as they have become.
    """
    Handoff.objects.select_for_update(of=("self",), no_key=True).filter(pk=handoff_id).first()
    return _found(handoffs_for(actor, today=today).select_related("basis", "safeguard"), handoff_id)


def _found(handoffs: QuerySet[Handoff], handoff_id: UUID) -> Handoff:
    found = handoffs.filter(pk=handoff_id).first()
    if found is None:
        raise Http404
    if found.shredded_at is not None:
        raise Shredded(found.pk)
    return found


def emergency_for(
    actor: Actor, handoff_id: UUID, emergency_id: UUID, *, today: date, is_locked: bool = False
) -> Emergency:
    """Return what was told in an emergency, for those who look at it afterwards. Raises Http404."""
    handoff = handoff_for(actor, handoff_id, today=today)
    rows = handoff.emergencies.select_for_update(of=("self",)) if is_locked else handoff.emergencies.all()
    found = rows.filter(pk=emergency_id).first()
    if found is None or not {Hand.GIVER_LEAD, Hand.SECOND} & hands_of(actor, handoff, today=today):
        raise Http404
    found.handoff = handoff
    return found


def hands_of(actor: Actor, handoff: Handoff, *, today: date) -> frozenset[Hand]:
    """Return with whose hands this actor acts in a hand-off today."""
    if actor.is_clock:
        return frozenset({Hand.TIMER})
    found: set[Hand] = set()
    if (
        actor.is_at(handoff.requester_id)
        and cases_for(actor, today=today).filter(pk=handoff.case_id).exists()
    ):
        found.add(Hand.GIVER)
    if actor.keeps(handoff.requester_id):
        found |= {Hand.GIVER, Hand.GIVER_LEAD}
    if handoff.requester_id is None and PrivateRole.PRIVACY_OFFICER in actor.centre_roles:
        found.add(Hand.SECOND)
    named = handoff.receivers.filter(person=actor.person_id, ended_on=None)
    if handoff.sent_at and (
        actor.keeps(handoff.performer_id) or (actor.is_at(handoff.performer_id) and named.exists())
    ):
        found.add(Hand.RECEIVER)
    return frozenset(found)


def speaks_for_receiver(handoff: Handoff, row: Transition, hands: frozenset[Hand]) -> bool:
    """Return whether somebody of the asking side writes here what a receiver on paper said.

    Where both sides have to say so, it is their second word: the first is their own.
    """
    if handoff.way_of not in ON_BEHALF or Hand.RECEIVER not in row.by or Hand.RECEIVER in hands:
        return False
    if not row.by & hands:
        return True
    own = handoff.confirmations.filter(deed=row.deed, version=handoff.version, side=Side.GIVER)
    return row.consent == Consent.BOTH_SIDES and own.exists()


def readable_parts(
    actor: Actor, handoff: Handoff, facts: HandoffFacts, *, today: date
) -> QuerySet[PackagePart]:
    """Return the parts that this actor may read now: the asking side all, the receiver what is open."""
    hands = hands_of(actor, handoff, today=today)
    if Hand.GIVER in hands:
        return package_of(handoff)
    if Hand.RECEIVER in hands:
        return package_of(handoff).filter(part__in=readable_now(handoff, facts, today=today))
    return package_of(handoff).none()


def turns_shown(handoff: Handoff, hands: frozenset[Hand]) -> QuerySet[Turn]:
    """Return the steps of a hand-off that somebody with these hands sees: the receiver none from inside."""
    return handoff.turns.all() if INSIDE_HANDS & hands else handoff.turns.exclude(deed__in=INSIDE)


def words_shown(handoff: Handoff, hands: frozenset[Hand]) -> QuerySet[Confirmation]:
    """Return what was said for deeds that need two: the receiver sees what both sides say."""
    by_two = [row.deed for row in TRANSITIONS.values() if row.consent == Consent.TWO_PEOPLE]
    words = handoff.confirmations.order_by("at")
    return words if INSIDE_HANDS & hands else words.exclude(deed__in=by_two)


def calls_shown(handoff: Handoff, hands: frozenset[Hand]) -> QuerySet[Call]:
    """Return the telephone calls of a hand-off: the asking side's own."""
    return handoff.calls.all() if INSIDE_HANDS & hands else handoff.calls.none()


def emergencies_shown(handoff: Handoff, hands: frozenset[Hand]) -> QuerySet[Emergency]:
    """Return what was told of a hand-off in an emergency: the asking side's own."""
    return handoff.emergencies.all() if INSIDE_HANDS & hands else handoff.emergencies.none()


def open_now(handoff: Handoff, facts: HandoffFacts, *, today: date) -> frozenset[Part]:
    """Return which parts of a hand-off are open to its receiver today."""
    return open_parts(
        facts.parts,
        profile=handoff.profile_steps,
        steps=steps_reached(facts),
        basis=facts.basis,
        safeguard=facts.safeguard,
        category=facts.category,
        today=today,
    )


def readable_now(handoff: Handoff, facts: HandoffFacts, *, today: date) -> frozenset[Part]:
    """Return what is open today and stands in the ledger as open: nothing is read before it is written down.

    So what was closed and may be open again waits for the clock's next look.
    """
    return open_now(handoff, facts, today=today) & open_in_ledger(handoff)


def is_told(handoff: Handoff, facts: HandoffFacts, *, today: date) -> bool:
    """Return whether the receiver reads now what belongs to no part: the request, tasks, meetings, messages.

    These tell of somebody as parts do, so they are open while it goes on, on a footing that stands today.
    """
    if handoff.sent_at is None or handoff.state in ENDED:
        return False
    nothing = frozenset[Part]()
    bound = safeguard_stands(facts.safeguard, category=facts.category, parts=nothing, today=today)
    return bound.allowed and basis_stands(facts.basis, parts=nothing, today=today).allowed


def backup_stands(handoff: Handoff, facts: HandoffFacts, *, today: date) -> bool:
    """Return whether its receiver may still turn to us about a hand-off, closed or not, as was agreed."""
    is_backed_up = handoff.state == State.BACKUP or (
        handoff.state == State.CLOSED and handoff.backup_until is not None and today <= handoff.backup_until
    )
    nothing = frozenset[Part]()
    bound = safeguard_stands(facts.safeguard, category=facts.category, parts=nothing, today=today)
    return is_backed_up and bound.allowed and basis_stands(facts.basis, parts=nothing, today=today).allowed
