"""A shown table as picture, workbook and CSV: each made of what the page shows, and of nothing else."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from foundation.exports.delimited import write_csv
from foundation.exports.spreadsheet import write_xlsx
from foundation.exports.table import Cell, Column, Table
from foundation.ui.charts import DRAWN, Mark

from .queries import ShownRow, ShownTable

COLUMNS = (Column("項目", width=40), Column("数", "number"), Column("単位", width=10), Column("注", width=40))
CITED = (Column("いつの数字か", width=30), Column("出典", width=60))


def chart(shown: ShownTable) -> SafeString:
    """Return the table's chart with its words for those who do not see it, or nothing."""
    return chart_of(shown.rows, shown.chart, name=f"chart-{shown.table.slug}", title=shown.table.title)


def chart_of(rows: Sequence[ShownRow], kind: str, *, name: str, title: str) -> SafeString:
    """Return a chart of rows as everybody may see them, or nothing where there is nothing to draw."""
    if kind not in DRAWN or all(row.value is None for row in rows):
        return SafeString("")
    said = "、".join(f"{row.label} {row.text}" for row in rows)
    svg = DRAWN[kind](
        [Mark(row.label, row.text, row.value) for row in rows],
        name=name,
        title=title,
        says=f"{said}。同じ数が、上の表にあります。",
    )
    return mark_safe(svg)  # noqa: S308 -- made element by element, so each word in it is escaped


def workbook(shown: ShownTable, *, printed_on: date) -> bytes:
    """Return the table as a workbook; its second sheet says what a reader has to know."""
    table = Table(shown.table.title, COLUMNS, _cells(shown))
    return write_xlsx(table, printed_on=printed_on, about=shown.facts)


def delimited(shown: ShownTable) -> bytes:
    """Return the table as CSV; time and source stand in each row, because a CSV has no second sheet."""
    cited = (shown.table.when, shown.table.source)
    rows = [[*cells, *cited] for cells in _cells(shown)]
    return write_csv(Table(shown.table.title, COLUMNS + CITED, rows), encoding="utf-8-sig").content


def _cells(shown: ShownTable) -> list[tuple[Cell, ...]]:
    rows = [*shown.rows, *([shown.total] if shown.total else [])]
    return [(row.label, _cell(row), row.unit, row.note) for row in rows]


def _cell(row: ShownRow) -> Cell:
    """Return a whole number as such: a spreadsheet writes any other with a decimal place."""
    if row.value is None:
        return row.number
    return int(row.value) if row.value.as_tuple().exponent == 0 else row.value
