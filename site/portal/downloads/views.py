"""How often files were taken, on the desk and as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.fiscal_years import asked_year, year_words
from foundation.exports.fiscal_months import write_fiscal_months
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import fiscal_year_label

from . import queries
from .access import library_door


@library_door.reading
def downloads(request: HttpRequest) -> HttpResponse:
    """Show a fiscal year by month."""
    year = asked_year(request)
    tables = [table for table in queries.download_tables(year) if table.rows]
    title = f"資料のダウンロードの数　{fiscal_year_label(year)}"
    return desk.show(request, "downloads/counts.html", title, tables=tables, **year_words(year))


@library_door.reading
def downloads_file(request: HttpRequest) -> HttpResponse:
    """Hand out the same counts as a workbook."""
    year = asked_year(request)
    title = f"資料のダウンロードの数　{fiscal_year_label(year)}"
    content = write_fiscal_months(title, queries.download_tables(year), printed_on=timezone.localdate())
    return desk.file(content, name=f"資料のダウンロードの数_{year}年度.xlsx", content_type=XLSX)
