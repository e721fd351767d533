"""The additions as a table to take along."""

from collections.abc import Iterable
from datetime import date

from foundation.exports.table import Cell, Column, Table

from .queries import Line, Shelved

COLUMNS = (
    Column("サービス", width=30),
    Column("加算", width=36),
    Column("単位数", "number", width=10),
    Column("何について", width=10),
    Column("期間・回数", width=16),
    Column("要件", width=60),
    Column("要る書類", width=40),
    Column("使い始める日", "date"),
    Column("使い終わる日", "date"),
    Column("きょうの状態", width=12),
    Column("出典", width=40),
    Column("いつの資料か", width=18),
    Column("出典のある場所", width=30),
    Column("気をつけること", width=50),
    Column("内容を確かめた日", "date"),
)


def addition_table(shelves: Iterable[Shelved], today: date) -> Table:
    """Return all values of all additions with their days and sources."""
    rows = [_cells(line) for shelf in shelves for line in shelf.lines]
    return Table(f"報酬の加算_{today:%Y%m%d}", COLUMNS, rows)


def _cells(line: Line) -> list[Cell]:
    row = line.row
    return [
        *(row.get_service_display(), row.name, row.units, row.get_per_display(), row.limit_words),
        *(row.conditions, row.papers, row.valid_from, row.valid_until, str(line.state.label)),
        *(row.source_title, row.source_year, row.source_url, row.note, row.reviewed_on),
    ]
