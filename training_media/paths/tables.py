"""Who has come how far, as a table to be handed out."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse

from content import desk
from foundation.exports.table import Column, Table

from .enums import ListForm
from .queries import Walk

TITLE = "道すじの進みぐあい"
COLUMNS = (
    Column("事業所", width=30),
    Column("お名前", width=18),
    Column("フリガナ", width=20),
    Column("道すじ", width=30),
    Column("始めた日", "date", 12),
    Column("いつまでに", "date", 12),
    Column("すんだ数", "number", 10),
    Column("項目の数", "number", 10),
    Column("すべてすんだ日", "date", 14),
)
CENTRE = "センター"


def progress_table(walks: Sequence[Walk]) -> Table:
    """Return how far each has come, a row for each."""
    rows = [
        [
            each.assignment.agency.name if each.assignment.agency else CENTRE,
            each.assignment.person.name,
            each.assignment.person.name_kana,
            each.assignment.path.title,
            each.assignment.assigned_on,
            each.assignment.due_on,
            each.standing.done,
            each.standing.total,
            each.standing.done_on,
        ]
        for each in walks
    ]
    return Table(TITLE, COLUMNS, rows)


def progress_file(walks: Sequence[Walk], form: ListForm, *, today: date) -> HttpResponse:
    """Return the file; its name names nobody."""
    return desk.table_file(progress_table(walks), name=TITLE, form=form.value, printed_on=today)
