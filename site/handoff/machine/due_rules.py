"""Until when whose turn it is, in Japanese business days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from foundation.japanese.business_days import Closures, add_business_days, business_days_between

from .enums import Side, State


@dataclass(frozen=True, kw_only=True)
class Moments:
    """What a time limit counts from; moments are local."""

    state: State
    is_urgent: bool
    sent_at: datetime | None
    acknowledged_at: datetime | None
    overlap_until: date | None
    backup_until: date | None


@dataclass(frozen=True, kw_only=True)
class Due:
    """The day of a limit, and how many business days are left; negative once it has passed."""

    day: date
    left: int

    @property
    def is_over(self) -> bool:
        return self.left < 0

    @property
    def words(self) -> str:
        if self.left < 0:
            return f"{-self.left}営業日すぎています"
        return f"あと{self.left}営業日" if self.left else "今日まで"


# Whose turn it is in each state that goes on; both sides' where they work together.
TURNS: Mapping[State, frozenset[Side]] = {
    State.DRAFT: frozenset({Side.GIVER}),
    State.APPROVAL: frozenset({Side.GIVER}),
    State.REQUESTED: frozenset({Side.RECEIVER}),
    State.REVIEWING: frozenset({Side.RECEIVER}),
    State.INFO: frozenset({Side.GIVER}),
    State.ACCEPTED: frozenset({Side.GIVER, Side.RECEIVER}),
    State.OVERLAP: frozenset({Side.GIVER}),
    State.HANDING: frozenset({Side.GIVER, Side.RECEIVER}),
    State.BACKUP: frozenset(),
    State.PAUSED: frozenset({Side.GIVER}),
}


def due_of(
    moments: Moments, *, acknowledge: int, decide: int, decide_urgent: int, closures: Closures, today: date
) -> Due | None:
    """Return until which day the next step is due, if there is one; the limits are business days."""
    day = _day_of(moments, acknowledge, decide_urgent if moments.is_urgent else decide, closures)
    if day is None:
        return None
    return Due(day=day, left=business_days_between(today, day, closures))


def _day_of(moments: Moments, acknowledge: int, decide: int, closures: Closures) -> date | None:
    if moments.state == State.REQUESTED and moments.sent_at:
        return add_business_days(moments.sent_at.date(), 0 if moments.is_urgent else acknowledge, closures)
    if moments.state in (State.REVIEWING, State.INFO) and moments.acknowledged_at:
        return add_business_days(moments.acknowledged_at.date(), decide, closures)
    if moments.state in (State.OVERLAP, State.HANDING):
        return moments.overlap_until
    return moments.backup_until if moments.state == State.BACKUP else None
