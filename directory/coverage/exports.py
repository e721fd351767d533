"""The windows of a fiscal year as a file."""

from collections.abc import Sequence

from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table

from .queries import WindowRow

COLUMNS = (
    Column("全国地方公共団体コード", "code"),
    Column("市町村"),
    Column("年度", "number"),
    Column("状態"),
    Column("委託先", width=30),
    Column("窓口の名前", width=30),
    Column("電話番号", "phone"),
    Column("主任相談支援専門員"),
    Column("始めた日", "date"),
)
SPECIALIST = {True: "いる", False: "いない", None: ""}


def windows_csv(rows: Sequence[WindowRow], year: int) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte-order mark, which Excel opens."""
    lines = [
        [
            *(row.code, row.name, year, str(row.state.label), row.contractor, row.window_name, row.phone),
            *(SPECIALIST[row.has_senior_specialist], row.started_on),
        ]
        for row in rows
    ]
    return write_csv(Table("市町村の窓口", COLUMNS, lines), encoding="utf-8-sig").content
