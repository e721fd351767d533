"""What may become of a date, and what became of it in the end: pure functions of facts and a clock."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from foundation.decision import YES, Decision

PLANNED, POSTPONED, CANCELLED = "planned", "postponed", "cancelled"
HELD, TO_COME = "held", "to_come"


def may_have_arrived(received_at: datetime, now: datetime) -> Decision:
    """Decide whether something can have been received at this moment: not one that is still to come."""
    if received_at <= now:
        return YES
    return Decision(False, "受け取った日時が、いまより先になっています。日時を確かめてください。")


def usual_deadline(starts_at: datetime, now: datetime, *, days_before: int) -> datetime:
    """Return the deadline that staff need not write: 17:00 some days before, else the eve or the start."""
    for days in (days_before, 1):
        day = starts_at.date() - timedelta(days=days)
        evening = datetime.combine(day, time(17), starts_at.tzinfo)
        if evening > now:
            return evening
    return starts_at


@dataclass(frozen=True)
class DateFacts:
    """What the rules need of one date."""

    event_state: str
    state: str
    starts_at: datetime
    ends_at: datetime
    ways: frozenset[str] = frozenset()
    # Until when everybody may apply, where all are decided about together and have not been yet.
    decided_after: datetime | None = None


def may_become(facts: DateFacts, kind: str, now: datetime, *, starts_at: datetime | None = None) -> Decision:
    """Decide whether a date may be called off, put off, moved to another way, or brought back."""
    is_off = facts.state != PLANNED
    refusals = (
        (facts.event_state != "published", "変えられるのは、公開している研修・行事の日程だけです。"),
        (facts.state == PLANNED and now >= facts.ends_at, "終わった日程は、変えられません。"),
        (facts.state == CANCELLED and kind == "cancelled", "この日程は、もう中止になっています。"),
        (
            facts.state == POSTPONED and kind == "postponed" and starts_at is None,
            "この日程は、もう延期になっています。新しい日を書いてください。",
        ),
        (
            kind == "postponed" and not is_off and now >= facts.starts_at,
            "もう始まっている日程は、延期できません。別の日に行うときは、日程を増やしてください。",
        ),
        (starts_at is not None and starts_at <= now, "新しい日は、これからの日にしてください。"),
        (
            starts_at is not None and facts.decided_after is not None and starts_at <= facts.decided_after,
            "新しい日が、申し込みの締切より前です。締切も早めてください。",
        ),
        (
            starts_at is not None and not is_off and starts_at == facts.starts_at,
            "新しい日が、いまの日と同じです。",
        ),
        (
            kind in ("online", "venue") and is_off,
            "中止・延期の日程です。先に、行う日を決めてください。",
        ),
        (
            kind in ("online", "venue") and facts.ways == {kind},
            "参加の方法が、もうそうなっています。",
        ),
        (kind == "restored" and not is_off, "この日程は、中止にも延期にもなっていません。"),
        (
            kind == "restored" and now >= facts.starts_at,
            "もとの日が過ぎています。「延期」で、新しい日を書いてください。",
        ),
    )
    return next((Decision(False, reason) for refused, reason in refusals if refused), YES)


@dataclass(frozen=True)
class Period:
    """From when until when people may apply."""

    opens_at: datetime
    deadline_at: datetime


def moved_period(
    period: Period, by: timedelta, *, opens_at: datetime | None = None, deadline_at: datetime | None = None
) -> Period:
    """Return the period after an event has moved by so much; what is written goes before what is worked out.

    The deadline moves along. The opening stays, unless it would not lie before the deadline any more.
    """
    deadline = deadline_at or period.deadline_at + by
    usual = period.opens_at if period.opens_at < deadline else period.opens_at + by
    return Period(opens_at or usual, deadline)


def may_have_period(period: Period, first_start: datetime) -> Decision:
    """Decide whether people may apply in this period for an event that begins then."""
    if period.deadline_at > first_start:
        return Decision(False, "申し込みの締切は、最初の日程の始まりより前にしてください。")
    if period.opens_at >= period.deadline_at:
        return Decision(False, "申し込みの締切は、受付を始める日時よりあとにしてください。")
    return YES


def outcome(facts: DateFacts, now: datetime) -> str:
    """Return what a planned date has come to: every date is exactly one of the four."""
    if CANCELLED in (facts.event_state, facts.state):
        return CANCELLED
    if facts.state == POSTPONED:
        return POSTPONED
    return HELD if facts.ends_at <= now else TO_COME


@dataclass(frozen=True)
class PlanCount:
    """How many dates were planned, and what they came to; a date that was put off is planned once."""

    planned: int
    held: int
    cancelled: int
    postponed: int
    to_come: int


def counted(dates: Iterable[DateFacts], now: datetime) -> PlanCount:
    """Count dates by what they came to."""
    found = Counter(outcome(each, now) for each in dates)
    return PlanCount(found.total(), found[HELD], found[CANCELLED], found[POSTPONED], found[TO_COME])
