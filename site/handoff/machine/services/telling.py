"""Whom a turn is told: by mail that says only that something waits, once for each person and turn."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.enums import PrivateRole
from accounts.models import Person, User
from handoff.access import opened
from handoff.actors import CLOCK, LEADING
from handoff.machine.enums import INSIDE, Deed, Side
from handoff.machine.models import Handoff, Turn
from handoff.models import Enrolment
from handoff.waiting_mail import reachable, tell_in_transaction


def tell_turn(*, turn_id: UUID, now: datetime) -> int:
    """Queue a mail to each person whom a turn concerns; again it queues nothing. Returns how many."""
    with opened(CLOCK, now=now):
        turn = Turn.objects.select_related("handoff__author__person").get(pk=turn_id)
        people = people_told(turn, now=now)
        for person in people:
            tell_in_transaction(person, cause=f"machine.turn:{turn.pk}", now=now)
    return len(people)


def people_told(turn: Turn, *, now: datetime) -> list[Person]:
    """Return the people with an account of the side that a turn concerns, without whoever did it."""
    handoff = turn.handoff
    if turn.deed == Deed.SUBMIT:
        return reachable(leaders_of(handoff, now=now), but=turn.user, now=now)
    if turn.deed in INSIDE:
        return reachable({handoff.author.person_id}, but=turn.user, now=now)
    both = {Side.GIVER, Side.RECEIVER}
    sides = both if turn.side == Side.CLOCK else both - {Side(turn.side)}
    return people_of(handoff, sides, but=turn.user, now=now)


def people_of(handoff: Handoff, sides: Collection[Side], *, but: User | None, now: datetime) -> list[Person]:
    """Return the people with an account who have a hand-off in hand on these sides, without one of them."""
    found = set[int]()
    if Side.GIVER in sides:
        found |= set(handoff.case.workers.filter(ended_on=None).values_list("person_id", flat=True))
    if Side.RECEIVER in sides and handoff.sent_at:
        found |= receivers_of(handoff, now=now)
    return reachable(found, but=but, now=now)


def leaders_of(handoff: Handoff, *, now: datetime) -> set[int]:
    """Return who leads the asking side, and may be its second person."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=handoff.requester_id)
    roles = {PrivateRole.AGENCY_COORDINATOR} if handoff.requester_id else LEADING
    return set(standing.filter(role__in=roles).values_list("person_id", flat=True))


def privacy_officers(*, now: datetime) -> set[int]:
    """Return who is the centre's second person today."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=None)
    return set(standing.filter(role=PrivateRole.PRIVACY_OFFICER).values_list("person_id", flat=True))


def receivers_of(handoff: Handoff, *, now: datetime) -> set[int]:
    """Return the named people of the receiving side; before anybody is named, its coordinators or leads."""
    named = handoff.receivers.filter(ended_on=None, person__isnull=False)
    people = set(named.values_list("person_id", flat=True))
    standing = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=handoff.performer_id)
    roles = {PrivateRole.AGENCY_COORDINATOR} if handoff.performer_id else LEADING
    return people or set(standing.filter(role__in=roles).values_list("person_id", flat=True))
