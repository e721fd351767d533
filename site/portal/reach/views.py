"""Whom the centre reaches: a page, a sheet and a workbook of figures, and for the centre the agencies."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from content import desk
from content.desk import actor
from content.fiscal_years import asked_year, year_words
from directory.finding.access import reader_of
from directory.finding.matrix import area_matrix
from foundation.exports.fiscal_months import write_fiscal_months
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import fiscal_year_label

from . import queries
from .access import figures_door, may_read_names, names_door
from .papers import reach_pdf

TITLE = "圏域ごとの届きぐあい"
ROWS_PER_PAGE = 50


@figures_door.reading
def reach(request: HttpRequest) -> HttpResponse:
    """Show for a fiscal year who came from which area, and how the areas stand today."""
    year, today = asked_year(request), timezone.localdate()
    reader = reader_of(request, today=today)
    areas = queries.areas_on(today)
    context = {
        "page_title": TITLE,
        "no_index": True,
        "year_label": fiscal_year_label(year),
        "areas": queries.area_reach(areas, reader=reader, today=today),
        "tables": queries.month_tables(year, areas, reader=reader),
        "matrix": area_matrix(areas.scheme, today=today),
        "may_read_names": may_read_names(actor(request)),
        **year_words(year),
    }
    return render(request, "reach/reach.html", context)


@figures_door.reading
def paper(request: HttpRequest) -> HttpResponse:
    """Return the same on A4 landscape."""
    year, today = asked_year(request), timezone.localdate()
    reader = reader_of(request, today=today)
    areas = queries.areas_on(today)
    title = f"{TITLE}　{fiscal_year_label(year)}"
    tables = queries.month_tables(year, areas, reader=reader)
    pdf = reach_pdf(title, queries.area_reach(areas, reader=reader, today=today), tables, today=today)
    return desk.file(pdf, name=f"reach-{year}.pdf", content_type="application/pdf", inline=True)


@figures_door.reading
def workbook(request: HttpRequest) -> HttpResponse:
    """Return the months as a workbook."""
    year, today = asked_year(request), timezone.localdate()
    tables = queries.month_tables(year, queries.areas_on(today), reader=reader_of(request, today=today))
    content = write_fiscal_months(f"{TITLE}　{fiscal_year_label(year)}", tables, printed_on=today)
    return desk.file(content, name=f"reach-{year}.xlsx", content_type=XLSX)


@names_door.reading
def agencies(request: HttpRequest, area: int, seen: str) -> HttpResponse:
    """Show which agencies of an area came some time, or never. Raises Http404."""
    today = timezone.localdate()
    areas = queries.areas_on(today)
    if area not in areas.names or seen not in {queries.NEVER, queries.CAME}:
        raise Http404
    found = queries.agencies_of(areas, area, came=seen == queries.CAME, today=today)
    words = "出席したことがある機関" if seen == queries.CAME else "まだ出席したことがない機関"
    context = {
        "page_title": f"{areas.names[area]}　{words}",
        "no_index": True,
        "page_obj": Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reach/agencies.html", context)
