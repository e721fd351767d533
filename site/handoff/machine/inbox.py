"""The list of hand-offs as somebody reads it: whose turn first, what is most overdue before the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.limits.queries import limits
from handoff.actors import Actor

from .access import handoffs_for
from .due_rules import TURNS, Due, Moments, due_of
from .enums import BEING_WRITTEN, ENDED, WAITING_FOR_ANSWER, Side, State
from .limits import ACKNOWLEDGE, DECIDE, DECIDE_URGENT
from .models import Emergency, Handoff

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
    # What whoever answers for the asking side has to look at, in words.
    asks_lead: Sequence[str] = ()
    called_at: datetime | None = None

    @property
    def arcs(self) -> str:
        return ARCS.get(State(self.handoff.state), "")

    @property
    def other_side(self) -> str:
        agency = self.handoff.requester if self.is_received else self.handoff.performer
        return agency.name if agency else OUR_CENTRE


def inbox_for(actor: Actor, *, show: str, today: date) -> list[Line]:
    """Return the hand-offs of an actor: `turn`, `over` their limit, `all` that go on, or `ended`.

    What ended stands under `turn` as long as the lead has to look at it. Three queries at most.
    """
    found = handoffs_for(actor, today=today).annotate(
        called_at=Max("calls__at"),
        waits_for_review=Exists(Emergency.objects.filter(handoff=OuterRef("pk"), reviewed_at=None)),
    )
    if show != "turn":
        found = found.filter(state__in=ENDED) if show == "ended" else found.exclude(state__in=ENDED)
    lines = _lines(found.order_by("-changed_at"), actor, today=today)
    if show == "turn":
        lines = [line for line in lines if line.is_turn]
    if show == "over":
        lines = [line for line in lines if line.due and line.due.is_over]
    return sorted(lines, key=lambda line: (not line.is_turn, line.due.day if line.due else date.max))


def _lines(handoffs: QuerySet[Handoff], actor: Actor, *, today: date) -> list[Line]:
    rows = list(handoffs)
    due_days = due_of_all(rows, today=today) if rows else {}
    return [_line(row, actor, due_days.get(row.reference)) for row in rows]


def _line(row: Any, actor: Actor, due: Due | None) -> Line:
    sides = sides_of(actor, row)
    asks = _asks_lead(row, due) if actor.keeps(row.requester_id) else []
    return Line(
        handoff=row,
        is_turn=bool(asks) or bool(TURNS.get(State(row.state), frozenset()) & sides),
        is_received=Side.RECEIVER in sides and row.state not in BEING_WRITTEN,
        due=due,
        asks_lead=asks,
        called_at=row.called_at if Side.GIVER in sides else None,
    )


def _asks_lead(row: Any, due: Due | None) -> list[str]:
    asked = (
        (row.sent_at and not row.approved_at and row.state != State.VOID, "あとからの承認がまだです"),
        (row.waits_for_review, "緊急の提供を、まだ確かめていません"),
        (due and due.is_over and row.state in WAITING_FOR_ANSWER, "期限がすぎています。電話をしてください"),
    )
    return [words for holds, words in asked if holds]


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
