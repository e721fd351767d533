"""What an activity counts as, alike whether it is still open or was locked, and sums over them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from foundation.activities.enums import ActivityKind


@dataclass(frozen=True)
class CountedPresence:
    """An agency that was there: name, sector and area as they were, and how many people."""

    agency: int | None
    name: str
    sector: str
    area: str
    people: int


@dataclass(frozen=True)
class CountedActivity:
    """An activity as it is counted: minutes and staff's minutes in minutes, cost in yen."""

    key: int
    day: date
    kind: ActivityKind
    title: str
    place: str
    area: str
    organisers: str
    minutes: int
    staff_minutes: int
    cost: int
    result: str
    presences: tuple[CountedPresence, ...] = field(default=())

    @property
    def people(self) -> int:
        return sum(each.people for each in self.presences)

    @property
    def agencies(self) -> int:
        """How many bodies were there: those of the directory by id, others by name."""
        return len({each.agency or each.name for each in self.presences if each.agency or each.name})

    def as_facts(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self) | {"day": self.day.isoformat(), "kind": str(self.kind)}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "CountedActivity":
        """Return what `as_facts` was made of."""
        presences = tuple(CountedPresence(**each) for each in facts["presences"])
        day, kind = date.fromisoformat(facts["day"]), ActivityKind(facts["kind"])
        return cls(**{**facts, "day": day, "kind": kind, "presences": presences})


@dataclass(frozen=True)
class KindCount:
    """Of one kind of work: how often, how many people and bodies, minutes of staff, yen."""

    kind: ActivityKind
    held: int
    people: int
    agencies: int
    staff_minutes: int
    cost: int

    @property
    def staff_hours(self) -> float:
        """The time of staff in hours, to one place."""
        return round(self.staff_minutes / 60, 1)


def by_kind(activities: Iterable[CountedActivity]) -> list[KindCount]:
    """Return the sums of each kind, in the order of the kinds; a body counts once in each."""
    found: dict[ActivityKind, list[CountedActivity]] = defaultdict(list)
    for each in activities:
        found[each.kind].append(each)
    return [_kind_count(kind, found[kind]) for kind in ActivityKind]


def _kind_count(kind: ActivityKind, activities: list[CountedActivity]) -> KindCount:
    bodies = {
        presence.agency or presence.name
        for each in activities
        for presence in each.presences
        if presence.agency or presence.name
    }
    return KindCount(
        kind=kind,
        held=len(activities),
        people=sum(each.people for each in activities),
        agencies=len(bodies),
        staff_minutes=sum(each.staff_minutes for each in activities),
        cost=sum(each.cost for each in activities),
    )


def people_by_sector(activities: Iterable[CountedActivity]) -> Counter[str]:
    """Return how many people came, by sector; nobody's sector is the empty word."""
    counts: Counter[str] = Counter()
    for each in activities:
        for presence in each.presences:
            counts[presence.sector] += presence.people
    return counts


def by_month(activities: Iterable[CountedActivity]) -> Counter[tuple[ActivityKind, int]]:
    """Return how often each kind of work took place, by month (1 to 12)."""
    return Counter((each.kind, each.day.month) for each in activities)


@dataclass(frozen=True)
class Difference:
    """What would be reported otherwise today: an activity as it was locked and as it is now, None without."""

    locked: CountedActivity | None
    now: CountedActivity | None


def differences(locked: Iterable[CountedActivity], now: Iterable[CountedActivity]) -> list[Difference]:
    """Return the activities that differ, in the order of their days."""
    before, after = {each.key: each for each in locked}, {each.key: each for each in now}
    every = {**after, **before}
    changed = [each for each in every.values() if before.get(each.key) != after.get(each.key)]
    changed.sort(key=lambda each: (each.day, each.key))
    return [Difference(before.get(each.key), after.get(each.key)) for each in changed]
