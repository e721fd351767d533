"""What is a reading, which one is odd, who could read when, and what is masked: pure functions and data."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from .enums import Mark

# A verb tells of a reading when its last word is one of these; every other verb is a deed.
READING_WORDS = frozenset(
    {"read", "printed", "exported", "downloaded", "shown", "copied", "unmarked", "screen"}
)
IDENTITY_READ = "cases.identity_read"
STOOD_IN = "cases.stood_in"
MASK = "■■■"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event of the chain as the rules see it: local time, who, what, of which case if it is known."""

    at: datetime
    actor_id: int | None
    verb: str
    case_id: UUID | None
    is_holiday: bool = False

    @property
    def is_reading(self) -> bool:
        return is_reading(self.verb)


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What is usual: hours of the clock, cases of a day, days within which a deed follows."""

    begins: int
    ends: int
    many_cases: int
    deed_within: int


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Some time, both ends included; without an end it goes on."""

    since: datetime
    until: datetime | None = None


def is_reading(verb: str) -> bool:
    """Return whether an event tells that something was read, printed or taken out."""
    return verb.rpartition(".")[2].rpartition("_")[2] in READING_WORDS


def odd_marks(events: Sequence[Event], usual: Usual) -> dict[int, frozenset[Mark]]:
    """Return the marks of each odd event, by its place in the list; the rest is not in it."""
    found: dict[int, set[Mark]] = {}
    for mark, rule in ODD.items():
        for place in rule(events, usual):
            found.setdefault(place, set()).add(mark)
    return {place: frozenset(marks) for place, marks in found.items()}


def _outside_hours(events: Sequence[Event], usual: Usual) -> Iterable[int]:
    return (
        place
        for place, event in enumerate(events)
        if event.is_reading and (event.is_holiday or not usual.begins <= event.at.hour < usual.ends)
    )


def _many_cases(events: Sequence[Event], usual: Usual) -> Iterable[int]:
    cases: dict[tuple[int | None, date], set[UUID]] = {}
    for event in events:
        if event.is_reading and event.case_id is not None:
            cases.setdefault((event.actor_id, event.at.date()), set()).add(event.case_id)
    many = {key for key, seen in cases.items() if len(seen) > usual.many_cases}
    return (
        place
        for place, event in enumerate(events)
        if event.is_reading and (event.actor_id, event.at.date()) in many
    )


def _stood_in(events: Sequence[Event], usual: Usual) -> Iterable[int]:  # noqa: ARG001 -- as every rule
    return (place for place, event in enumerate(events) if event.verb == STOOD_IN)


def _identity_alone(events: Sequence[Event], usual: Usual) -> Iterable[int]:
    within = timedelta(days=usual.deed_within)
    deeds: dict[tuple[int | None, UUID | None], list[datetime]] = {}
    for event in events:
        if not event.is_reading and event.verb != STOOD_IN:
            deeds.setdefault((event.actor_id, event.case_id), []).append(event.at)
    for place, event in enumerate(events):
        if event.verb == IDENTITY_READ:
            later = deeds.get((event.actor_id, event.case_id), [])
            if not any(event.at <= at <= event.at + within for at in later):
                yield place


type OddRule = Callable[[Sequence[Event], Usual], Iterable[int]]
ODD: Mapping[Mark, OddRule] = {
    Mark.OUTSIDE_HOURS: _outside_hours,
    Mark.MANY_CASES: _many_cases,
    Mark.STAND_IN: _stood_in,
    Mark.IDENTITY_ALONE: _identity_alone,
}


def both(*intervals: Interval) -> Interval | None:
    """Return the time that all of them have in common, or nothing."""
    since = max(each.since for each in intervals)
    ends = [each.until for each in intervals if each.until is not None]
    until = min(ends) if ends else None
    return None if until is not None and until < since else Interval(since=since, until=until)


def masked(lines: Sequence[str], *, words: Collection[str], whole: Collection[int]) -> tuple[list[str], int]:
    """Return lines with words and whole lines masked, and how many places that were.

    The longest word goes first, so that no rest of it stays.
    """
    count, result = 0, list[str]()
    for place, line in enumerate(lines):
        if place in whole:
            result.append(MASK)
            count += 1
            continue
        text = line
        for word in sorted({each for each in words if each}, key=len, reverse=True):
            count += text.count(word)
            text = text.replace(word, MASK)
        result.append(text)
    return result, count


def open_times(records: Sequence[tuple[datetime, str, bool]]) -> dict[str, list[Interval]]:
    """Return for each part when it was open, from a hand-off's records in order: time, part, opened."""
    times: dict[str, list[Interval]] = {}
    since: dict[str, datetime] = {}
    for at, part, is_opened in records:
        if is_opened:
            since.setdefault(part, at)
        elif part in since:
            times.setdefault(part, []).append(Interval(since=since.pop(part), until=at))
    for part, at in since.items():
        times.setdefault(part, []).append(Interval(since=at))
    return times
