"""Until when the next step of a hand-off is due, by the limits of the day on which it got its turn."""

from datetime import date

from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.limits.queries import limits
from handoff.machine.due_rules import Limits, Moments, due_day
from handoff.machine.enums import State
from handoff.machine.limits import ACKNOWLEDGE, DECIDE, DECIDE_URGENT
from handoff.machine.models import Handoff


def due_day_of(handoff: Handoff, *, today: date) -> date | None:
    """Return the day until which the next step is due, by today's limits. Two queries."""
    values = limits(ACKNOWLEDGE, DECIDE, DECIDE_URGENT, on=today)
    moments = Moments(
        state=State(handoff.state),
        is_urgent=handoff.is_urgent,
        sent_at=timezone.localtime(handoff.sent_at) if handoff.sent_at else None,
        acknowledged_at=timezone.localtime(handoff.acknowledged_at) if handoff.acknowledged_at else None,
        overlap_until=handoff.overlap_until,
        backup_until=handoff.backup_until,
    )
    known = Limits(
        acknowledge=values[ACKNOWLEDGE], decide=values[DECIDE], decide_urgent=values[DECIDE_URGENT]
    )
    return due_day(moments, known, current_centre().hours.closures)
