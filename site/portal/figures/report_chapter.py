"""What the published figures of the own centre tell in the yearly report."""

from datetime import datetime

from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from .enums import Scope
from .models import StatTable, StatValue
from .queries import as_typed, published_tables

ORDER = 10


def figures_of_the_year(fiscal_year: int, _now: datetime) -> Chapter | None:
    """Return the centre's published tables of a fiscal year with their numbers as counted, or None."""
    tables = published_tables(Scope.OWN, year=fiscal_year)
    if not tables:
        return None
    return Chapter(
        heading="数字で見る1年",
        order=ORDER,
        tables=[_table(table) for table in tables],
        hint="前の年からふえたこと、へったことと、その理由を書きます。",
    )


def _table(table: StatTable) -> ChapterTable:
    return ChapterTable(
        caption=table.measured,
        rows=[_row(value) for value in table.values.all()],
        unit=table.unit,
        source=table.source,
        finding=table.title,
        caution=table.caution,
        adds_up=table.adds_up,
        chart=table.chart,
        is_sample=table.is_sample,
    )


def _row(value: StatValue) -> ChapterRow:
    return ChapterRow(value.label, as_typed(value.value, value.decimals), value.unit, value.note)
