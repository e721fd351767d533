"""The list of figures as it is handed out."""

from collections.abc import Iterable
from datetime import date

from foundation.exports.table import Column, Table

from .models import DatedFact
from .rules import state

COLUMNS = (
    Column("何の数字か", width=36),
    Column("値", width=12),
    Column("単位", width=12),
    Column("使い始める日", "date"),
    Column("使い終わる日", "date"),
    Column("状態", width=14),
    Column("いつの資料か", width=18),
    Column("出典", width=40),
    Column("出典のある場所", width=30),
    Column("気をつけること", width=40),
    Column("確かめた日", "date"),
    Column("次に確かめる日", "date"),
    Column("目印", width=24),
)


def fact_table(facts: Iterable[DatedFact], today: date) -> Table:
    """Return all values of all figures; who checked them stays inside."""
    rows = [
        (
            *(fact.name, fact.value, fact.unit, fact.valid_from, fact.valid_until),
            *(state(fact, today).label, fact.source_year, fact.source_title, fact.source_url, fact.note),
            *(fact.checked_on, fact.due_on, fact.key),
        )
        for fact in facts
    ]
    return Table("日付のある数字", COLUMNS, rows)
