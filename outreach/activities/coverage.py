"""Which area saw which kind of work in which month."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.activities.enums import ActivityKind
from foundation.exports.fiscal_months import MONTHS_OF_A_FISCAL_YEAR

from .counting import CountedActivity, by_month

ELSEWHERE = "圏域のほか・書いていない"


@dataclass(frozen=True)
class KindRow:
    """How often one kind of work took place, by month from April."""

    kind: ActivityKind
    months: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.months)


@dataclass(frozen=True)
class CoverageRow:
    """One area: how often each kind took place in each month, and when something did last."""

    area: str
    kinds: tuple[KindRow, ...]
    last_on: date | None

    @property
    def total(self) -> int:
        return sum(each.total for each in self.kinds)


@dataclass(frozen=True)
class Coverage:
    """A line for each area, those without any too, and the areas in which nothing took place."""

    rows: tuple[CoverageRow, ...]
    never: tuple[str, ...]


def coverage_of(activities: Iterable[CountedActivity], areas: Sequence[str]) -> Coverage:
    """Count a year's activities by area, kind and month; what is in none of the areas stands last."""
    found: dict[str, list[CountedActivity]] = defaultdict(list)
    for each in activities:
        found[each.area if each.area in areas else ELSEWHERE].append(each)
    names = [*areas, *([ELSEWHERE] if found[ELSEWHERE] else [])]
    rows = tuple(_row(name, found[name]) for name in names)
    return Coverage(rows, tuple(each.area for each in rows if not each.total))


def _row(area: str, activities: Sequence[CountedActivity]) -> CoverageRow:
    counts = by_month(activities)
    kinds = tuple(
        KindRow(kind, tuple(counts[kind, month] for month in MONTHS_OF_A_FISCAL_YEAR))
        for kind in ActivityKind
    )
    return CoverageRow(area, kinds, max((each.day for each in activities), default=None))
