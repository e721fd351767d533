"""Until when whose turn it is, in Japanese business days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.japanese.business_days import Closures, add_business_days, business_days_between

from .enums import Side, State

# Nobody counts business days beyond a year; either side writes days, and every list would count to them.
COUNTED = timedelta(days=366)


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
class Limits:
    """How many business days there are: to begin, to decide, and to decide where it is urgent."""

    acknowledge: int
    decide: int
    decide_urgent: int


# From so many business days before a limit it stands out; what is far away stays calm.
SOON = 3


@dataclass(frozen=True, kw_only=True)
class Due:
    """The day of a limit, and how many business days are left; negative once it has passed.

    Of a day that is far, more than a year away, `left` counts the year alone.
    """

    day: date
    left: int
    is_far: bool = False

    @property
    def is_over(self) -> bool:
        return self.left < 0

    @property
    def is_soon(self) -> bool:
        return self.left <= SOON

    @property
    def words(self) -> str:
        if self.is_far:
            return "1年よりまえにすぎています" if self.is_over else "1年よりあと"
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


def due_day(moments: Moments, limits: Limits, closures: Closures) -> date | None:
    """Return the day until which the next step is due, if there is one."""
    decide = limits.decide_urgent if moments.is_urgent else limits.decide
    if moments.state == State.REQUESTED and moments.sent_at:
        acknowledge = 0 if moments.is_urgent else limits.acknowledge
        return add_business_days(moments.sent_at.date(), acknowledge, closures)
    if moments.state in (State.REVIEWING, State.INFO) and moments.acknowledged_at:
        return add_business_days(moments.acknowledged_at.date(), decide, closures)
    if moments.state in (State.OVERLAP, State.HANDING):
        return moments.overlap_until
    return moments.backup_until if moments.state == State.BACKUP else None


def due_on(day: date | None, *, closures: Closures, today: date) -> Due | None:
    """Return a day with how many business days are left; beyond a year they are not counted."""
    if day is None:
        return None
    counted = min(max(day, today - COUNTED), today + COUNTED)
    left = business_days_between(today, counted, closures)
    return Due(day=day, left=left, is_far=counted != day)
