"""The list of hand-offs as somebody reads it: whose turn first, what is most overdue before the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.limits.queries import limits
from handoff.actors import Actor

from .access import handoffs_for
from .due_rules import TURNS, Due, Moments, due_of
from .enums import BEING_WRITTEN, ENDED, Side, State
from .limits import ACKNOWLEDGE, DECIDE, DECIDE_URGENT
from .models import Handoff

# Which picture of two arcs stands beside a state; none where nothing is shared yet, or any more.
ARCS = {State.OVERLAP: "full", State.HANDING: "half", State.BACKUP: "apart"}
OUR_CENTRE = "定着支援センター"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One hand-off in the list."""

    handoff: Handoff
    is_turn: bool
    is_received: bool
    due: Due | None

    @property
    def arcs(self) -> str:
        return ARCS.get(State(self.handoff.state), "")

    @property
    def other_side(self) -> str:
        agency = self.handoff.requester if self.is_received else self.handoff.performer
        return agency.name if agency else OUR_CENTRE


def inbox_for(actor: Actor, *, show: str, today: date) -> list[Line]:
    """Return the hand-offs of an actor: `turn`, `all` that go on, or `ended`. Three queries at most."""
    found = handoffs_for(actor, today=today)
    found = found.filter(state__in=ENDED) if show == "ended" else found.exclude(state__in=ENDED)
    lines = _lines(found.order_by("-changed_at"), actor, today=today)
    if show == "turn":
        lines = [line for line in lines if line.is_turn]
    return sorted(lines, key=lambda line: (not line.is_turn, line.due.day if line.due else date.max))


def _lines(handoffs: QuerySet[Handoff], actor: Actor, *, today: date) -> list[Line]:
    rows = list(handoffs)
    due_days = due_of_all(rows, today=today) if rows else {}
    return [
        Line(
            handoff=row,
            is_turn=bool(TURNS.get(State(row.state), frozenset()) & sides_of(actor, row)),
            is_received=Side.RECEIVER in sides_of(actor, row) and row.state not in BEING_WRITTEN,
            due=due_days.get(row.reference),
        )
        for row in rows
    ]


def sides_of(actor: Actor, handoff: Handoff) -> frozenset[Side]:
    """Return on which sides an actor stands who sees this hand-off; nothing is asked of the database."""
    sides = {Side.GIVER} if actor.is_at(handoff.requester_id) else set[Side]()
    if actor.is_at(handoff.performer_id):
        sides.add(Side.RECEIVER)
    return frozenset(sides)


def due_of_all(handoffs: Iterable[Handoff], *, today: date) -> dict[str, Due]:
    """Return until when each hand-off is due, by its number. Two queries for all of them."""
    values = limits(ACKNOWLEDGE, DECIDE, DECIDE_URGENT, on=today)
    closures = current_centre().hours.closures
    found = {
        each.reference: due_of(
            moments_of(each),
            acknowledge=values[ACKNOWLEDGE],
            decide=values[DECIDE],
            decide_urgent=values[DECIDE_URGENT],
            closures=closures,
            today=today,
        )
        for each in handoffs
    }
    return {reference: due for reference, due in found.items() if due is not None}


def moments_of(handoff: Handoff) -> Moments:
    """Return what the limits of a hand-off count from."""
    return Moments(
        state=State(handoff.state),
        is_urgent=handoff.is_urgent,
        sent_at=timezone.localtime(handoff.sent_at) if handoff.sent_at else None,
        acknowledged_at=timezone.localtime(handoff.acknowledged_at) if handoff.acknowledged_at else None,
        overlap_until=handoff.overlap_until,
        backup_until=handoff.backup_until,
    )
