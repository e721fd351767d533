"""Counts by the months of a fiscal year: rows of twelve months, their sum, a workbook of such tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .spreadsheet import write_xlsx
from .table import Cell, Column, Table

MONTHS_OF_A_FISCAL_YEAR = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
MONTH_WORDS = [f"{month}月" for month in MONTHS_OF_A_FISCAL_YEAR]

# From what is counted and the month to how many.
type Cells[Key] = Mapping[tuple[Key, int], int]


@dataclass(frozen=True)
class CountRow:
    """How many of one kind in each month from April, and in all."""

    heading: str
    months: list[int]

    @property
    def total(self) -> int:
        return sum(self.months)


@dataclass(frozen=True)
class CountTable:
    """A table of kinds and months: what it counts, what its rows are, the rows."""

    title: str
    heading: str
    rows: list[CountRow]

    @property
    def sums(self) -> CountRow:
        """The row below the table."""
        by_month = [row.months for row in self.rows] or [[0] * len(MONTHS_OF_A_FISCAL_YEAR)]
        return CountRow("合計", [sum(column) for column in zip(*by_month, strict=True)])


def rows_of[Key](kinds: Sequence[tuple[Key, str]], cells: Cells[Key]) -> list[CountRow]:
    """Return a row for each kind with its word, also where nothing was counted."""
    return [
        CountRow(str(word), [cells.get((kind, month), 0) for month in MONTHS_OF_A_FISCAL_YEAR])
        for kind, word in kinds
    ]


def write_fiscal_months(title: str, tables: Sequence[CountTable], *, printed_on: date) -> bytes:
    """Return tables of kinds and months below each other, as a workbook of one sheet."""
    columns = (
        Column("数えたもの", width=26),
        Column("種類", width=36),
        *(Column(word, "number", width=7) for word in MONTH_WORDS),
        Column("計", "number", width=8),
    )
    rows: list[list[Cell]] = [
        [table.title, row.heading, *row.months, row.total]
        for table in tables
        for row in (*table.rows, table.sums)
    ]
    return write_xlsx(Table(title, columns, rows), printed_on=printed_on)
