"""The year's counts as a workbook: kinds of askers and months, nothing else."""

from datetime import date

from foundation.exports.spreadsheet import write_xlsx
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import fiscal_year_label

from . import queries
from .queries import CountRow

PARTS = (
    ("フォームの問い合わせ（件）", queries.messages_by_kind),
    ("相談（件）", queries.consultations_by_kind),
    ("相談の時間（分）", queries.minutes_by_kind),
)
MONTH_WORDS = [f"{month}月" for month in queries.MONTHS_OF_A_FISCAL_YEAR]


def year(fiscal_year: int) -> list[tuple[str, list[CountRow], CountRow]]:
    """Return each part of the year with its rows and the sum below them. Small numbers stand as they are."""
    found = []
    for title, count in PARTS:
        rows = count(fiscal_year)
        sums = [sum(column) for column in zip(*(row.months for row in rows), strict=True)]
        found.append((title, rows, CountRow("合計", sums)))
    return found


def workbook(fiscal_year: int, *, printed_on: date) -> bytes:
    """Return the year as a workbook of one sheet."""
    columns = (
        Column("数えたもの", width=24),
        Column("どなたから", width=26),
        *(Column(word, "number", width=7) for word in MONTH_WORDS),
        Column("計", "number", width=8),
    )
    rows: list[list[Cell]] = [
        [title, row.heading, *row.months, row.total]
        for title, kinds, sums in year(fiscal_year)
        for row in (*kinds, sums)
    ]
    label = fiscal_year_label(fiscal_year)
    return write_xlsx(Table(f"問い合わせと相談　{label}", columns, rows), printed_on=printed_on)
