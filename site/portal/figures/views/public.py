"""What everybody reads: the list by theme, one table with its chart, the same as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.files import shared_file
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import fiscal_year_label
from portal.figures import files, queries
from portal.figures.access import readable_table
from portal.figures.enums import Scope, TableState
from portal.figures.queries import ShownTable

LIST = "数字で見るセンター"
HOME = ("ホーム", "/")
CSV = "text/csv; charset=utf-8"


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """List the findings of both themes; those of the own centre for one fiscal year."""
    years = queries.own_years()
    year = next((each for each in years if str(each) == request.GET.get("year")), next(iter(years), None))
    threshold = queries.small_counts_threshold()
    own = queries.published_tables(Scope.OWN, year=year) if year else []
    national = queries.published_tables(Scope.NATIONAL)
    context = {
        "page_title": LIST,
        "page_description": "センターの1年の仕事と、全国の調査でわかったことを、数字でお知らせします。",
        "breadcrumb_items": [HOME, (LIST, "")],
        "own": [queries.shown(table, threshold=threshold) for table in own],
        "national": [queries.shown(table, threshold=threshold) for table in national],
        "years": [(each, fiscal_year_label(each)) for each in years],
        "year": year,
        "threshold": threshold,
    }
    return render(request, "figures/list.html", context)


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one finding: its source and caution, the numbers, the chart, the files."""
    shown = _shown(request, slug)
    context = {
        # The same finding may be made in another year.
        "page_title": f"{shown.table.title}（{shown.table.when}）",
        "page_description": f"{shown.table.measured}（{shown.table.when}）",
        "breadcrumb_items": [HOME, (LIST, "/figures/"), (shown.table.title, "")],
        "shown": shown,
        "chart": files.chart(shown),
        "is_public": shown.table.state == TableState.PUBLISHED,
        "no_index": shown.table.state != TableState.PUBLISHED,
    }
    return render(request, "figures/table.html", context)


@require_safe
def workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the table as a workbook."""
    content = files.workbook(_shown(request, slug), printed_on=timezone.localdate())
    return shared_file(content, name=f"{slug}.xlsx", content_type=XLSX)


@require_safe
def delimited(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the table as CSV."""
    return shared_file(files.delimited(_shown(request, slug)), name=f"{slug}.csv", content_type=CSV)


def _shown(request: HttpRequest, slug: str) -> ShownTable:
    table = readable_table(slug, request.user)
    return queries.shown(table, threshold=queries.small_counts_threshold())
