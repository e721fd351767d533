"""Reads of reviews: the stretch of a hand-off that is looked back on."""

from datetime import date

from django.db.models import Max
from django.utils import timezone

from handoff.machine.enums import Deed, State
from handoff.machine.models import Handoff

from .models import Review
from .rules import PERIODS, Course


def course_of(handoff: Handoff) -> Course | None:
    """Return the stretch of a hand-off that is looked back on now, if there is one. Two queries at most."""
    period = PERIODS.get(State(handoff.state))
    if period is None:
        return None
    last = Review.objects.filter(handoff=handoff).aggregate(last=Max("held_on"))["last"]
    begun = handoff.turns.filter(deed=Deed.HAND_OVER).aggregate(first=Max("at"))["first"]
    return course_from(handoff, begun_at=begun, last_on=last)


def course_from(handoff: Handoff, *, begun_at: object, last_on: date | None) -> Course | None:
    """Return the stretch of a hand-off in one of `PERIODS` from what a query knows of it."""
    state = State(handoff.state)
    in_backup = timezone.localdate(begun_at) if begun_at else None  # type: ignore[arg-type]  # -- a moment of a turn
    since = in_backup if state == State.BACKUP else handoff.overlap_from
    if since is None:
        return None
    is_settled = state == State.BACKUP and handoff.reviewed_on is not None
    return Course(period=PERIODS[state], since=since, last_on=last_on, is_settled=is_settled)
