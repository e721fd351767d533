"""Counts of what is gone, as a table: years, what is counted, and no number that tells of somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.japanese.dates import fiscal_year_label
from foundation.small_counts import Count, protect, threshold_now
from handoff.cases.enums import Duty
from handoff.machine.enums import Kind

from .enums import Counted, Outcome
from .models import ClosingCount

WORDS = {
    Counted.DUTY: dict(Duty.choices),
    Counted.HANDOFF_KIND: dict(Kind.choices),
    Counted.OUTCOME: dict(Outcome.choices),
    Counted.AGE_BAND: {},
}


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """One year counted by one thing; `cases` is empty where the number is too small to be shown."""

    year: str
    counted: str
    rows: Sequence[tuple[str, int | None]]


def tables_of(counts: Sequence[ClosingCount]) -> list[CountTable]:
    """Return the counts as tables, the last year first, small numbers hidden."""
    found: dict[tuple[int, str], list[ClosingCount]] = {}
    for each in counts:
        found.setdefault((each.fiscal_year, each.counted), []).append(each)
    return [_table(year, Counted(counted), rows) for (year, counted), rows in found.items()]


def _table(year: int, counted: Counted, rows: Sequence[ClosingCount]) -> CountTable:
    numbers = [Count(Decimal(each.cases), hides_when_small=True) for each in rows]
    hidden = protect(numbers, threshold=threshold_now(), total_is_known=True).hidden
    return CountTable(
        year=fiscal_year_label(year),
        counted=counted.label,
        rows=[
            (WORDS[counted].get(each.value, each.value), None if place in hidden else each.cases)
            for place, each in enumerate(rows)
        ],
    )
