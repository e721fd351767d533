"""How far people and agencies have come, added up from what the database counted: pure functions."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from training_media.campaigns.enums import Progress
from training_media.campaigns.rules import progress_from

# A curve has so many steps; a chapter counts as watched from so much of it on, in thousandths.
STEPS = 60
HALF = 500
TENTHS = 1_000

# The words of `Progress` for people, as short as columns are narrow.
SHORT_WORDS = ("まだ", "途中", "止まっている", "見終わった")

# A part, and the chapter of it in which somebody was last; None where it lies in no chapter.
type Place = tuple[int, int | None]


@dataclass(frozen=True)
class Line:
    """So many people of one agency and job who have come equally far.

    `place` is where those who are stuck were last, None where that was forgotten. `only_before` says that
    they have not watched since the campaign began, `has_said` that they said they have watched a part.
    """

    agency: int | None
    job: str
    is_through: bool
    has_begun: bool
    is_silent: bool
    place: Place | None
    only_before: bool
    has_said: bool
    people: int

    @cached_property
    def progress(self) -> Progress:
        return progress_from(is_through=self.is_through, has_begun=self.has_begun, is_silent=self.is_silent)


@dataclass(frozen=True)
class Tally:
    """How many have come how far, people or agencies."""

    counts: Mapping[Progress, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def in_order(self) -> list[int]:
        """How many stand where, in the order of `Progress`."""
        return [self.counts.get(each, 0) for each in Progress]

    @property
    def through(self) -> int:
        return self.counts.get(Progress.THROUGH, 0)

    @property
    def share(self) -> str:
        """How many of all are through: 12.5%, and nothing of nobody."""
        return percent(self.through, self.total) if self.total else ""


@dataclass(frozen=True)
class Row:
    """One kind of agency, area, job or agency with its people and agencies."""

    key: Hashable
    name: str
    people: Tally
    agencies: Tally

    @property
    def named(self) -> list[tuple[str, int]]:
        """How many of its people stand where, each with a word that fits into a narrow column."""
        return list(zip(SHORT_WORDS, self.people.in_order, strict=True))


def percent(part: int, whole: int) -> str:
    """Return a share in percent with one decimal, never rounded up: what falls short stays short."""
    tenths = part * TENTHS // whole
    return f"{tenths // 10}.{tenths % 10}%"


def people_of(lines: Iterable[Line]) -> Tally:
    """Return how many people have come how far."""
    counts: dict[Progress, int] = defaultdict(int)
    for line in lines:
        counts[line.progress] += line.people
    return Tally(counts)


def agency_progress(lines: Sequence[Line]) -> Progress:
    """Return how far an agency has come: as far as the farthest of its people, as campaigns say it."""
    return progress_from(
        is_through=any(line.is_through for line in lines),
        has_begun=any(line.has_begun for line in lines),
        is_silent=all(line.is_silent for line in lines),
    )


def agencies_of(agencies: Iterable[int], lines: Mapping[int | None, Sequence[Line]]) -> Tally:
    """Return how many of these agencies have come how far; those of whom nobody is known have not begun."""
    counts: dict[Progress, int] = defaultdict(int)
    for agency in agencies:
        counts[agency_progress(lines.get(agency, []))] += 1
    return Tally(counts)


def by_agency(lines: Iterable[Line]) -> dict[int | None, list[Line]]:
    """Return lines by agency."""
    found: dict[int | None, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.agency].append(line)
    return found


def split[Key: Hashable](lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, list[Line]]:
    """Return lines by what `key` tells of each."""
    found: dict[Key, list[Line]] = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    return found


def stuck_places(lines: Iterable[Line]) -> dict[Place | None, int]:
    """Return how many of those who are stuck were last in which chapter; None where nobody knows any more."""
    found: dict[Place | None, int] = defaultdict(int)
    for line in lines:
        if line.progress == Progress.STUCK:
            found[line.place] += line.people
    return found


def moments(duration: int) -> list[int]:
    """Return the middle of each step of a recording, in milliseconds."""
    return [(2 * step + 1) * duration // (2 * STEPS) for step in range(STEPS)]


def curve(changes: Mapping[int, int]) -> list[int]:
    """Return how many were there at each step, from how many came and went before it."""
    return list(accumulate(changes.get(step, 0) for step in range(STEPS)))


@dataclass(frozen=True)
class Seconds:
    """What somebody has watched of a part in whole seconds, each second once; they add up to `total`."""

    alone: int
    together: int
    carried: int

    @property
    def total(self) -> int:
        return self.alone + self.together + self.carried


def in_seconds(*, alone: int, with_together: int, total: int) -> Seconds:
    """Return milliseconds watched alone, also together, and in all as seconds, rounded down.

    What was watched alone counts as that; of what was watched together only what was not, and so on.
    """
    first, second, third = (length // 1_000 for length in (alone, with_together, total))
    return Seconds(first, second - first, third - second)
