"""How many messages came by the form, as statistics."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.fiscal_years import asked_year, year_words
from foundation.exports.fiscal_months import write_fiscal_months
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import fiscal_year_label
from portal.contact_desk import queries
from portal.contact_desk.access import contact_door
from portal.figures.queries import small_counts_threshold

from .desk import to_queue


@contact_door.reading
def year_counts(request: HttpRequest) -> HttpResponse:
    """Show how many of each kind came in each month."""
    year = asked_year(request)
    return desk.show(
        request,
        "contact_desk/desk/counts.html",
        f"フォームの問い合わせの数　{fiscal_year_label(year)}",
        trail=[to_queue()],
        tables=[queries.messages_by_kind(year)],
        largest_small=small_counts_threshold() - 1,
        **year_words(year),
    )


@contact_door.reading
def counts_file(request: HttpRequest) -> HttpResponse:
    """Hand out the same counts as a workbook."""
    year = asked_year(request)
    title = f"フォームの問い合わせの数　{fiscal_year_label(year)}"
    tables = [queries.messages_by_kind(year)]
    content = write_fiscal_months(title, tables, printed_on=timezone.localdate())
    return desk.file(content, name=f"フォームの問い合わせの数_{year}年度.xlsx", content_type=XLSX)
