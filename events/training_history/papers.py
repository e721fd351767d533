"""A training history as a table and on paper."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from events.registries import HistoryRow
from foundation.centre.queries import current_centre
from foundation.exports.table import Column, Table
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

COLUMNS = (
    Column("年月日", "date", 12),
    Column("お名前", width=18),
    Column("フリガナ", width=20),
    Column("所属（その日）", width=30),
    Column("種類", width=10),
    Column("研修・行事", width=44),
    Column("番号", "code", 12),
    Column("時間（分）", "number", 10),
    Column("出欠", width=8),
    Column("修了証の番号", "code", 28),
)
TITLE = "受講履歴"


def history_table(rows: Sequence[HistoryRow]) -> Table:
    """Return a history as a table."""
    cells = [
        [
            *(row.on, row.name, row.name_kana, row.agency_name, row.kind),
            *(row.title, row.number, row.minutes, row.result, row.certificate),
        ]
        for row in rows
    ]
    return Table(TITLE, COLUMNS, cells)


def history_pdf(rows: Sequence[HistoryRow], *, whose: str, has_several: bool, today: date) -> bytes:
    """Return a history on A4, marked 取扱注意; of several people with a column for the name."""
    context = {
        "rows": rows,
        "whose": whose,
        "has_several": has_several,
        "minutes": sum(row.minutes or 0 for row in rows),
        "confidential": True,
        "centre": current_centre(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
    }
    return render_pdf("training_history/paper/history.html", context, title=TITLE, landscape=True)
