"""A history as a file, in the form that was chosen."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils import timezone

from content import desk
from events.registries import HistoryRow
from events.training_history.enums import HistoryForm
from events.training_history.papers import TITLE, history_pdf, history_table


def history_file(
    rows: Sequence[HistoryRow], form: HistoryForm, *, whose: str, has_several: bool
) -> HttpResponse:
    """Return the file; its name names nobody."""
    today = timezone.localdate()
    if form == HistoryForm.PAPER:
        pdf = history_pdf(rows, whose=whose, has_several=has_several, today=today)
        return desk.file(pdf, name=f"{TITLE}.pdf", content_type="application/pdf")
    return desk.table_file(history_table(rows), name=TITLE, form=form.value, printed_on=today)
