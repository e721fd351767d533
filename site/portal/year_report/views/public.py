"""What everybody reads: the list, one report as page and as paper, and the versions before it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.files import shared_file
from portal.year_report import drawings, papers, queries
from portal.year_report.access import readable_report
from portal.year_report.enums import ReportState
from portal.year_report.models import YearReport

LIST = "1年の報告"
HOME = ("ホーム", "/")
PDF = "application/pdf"


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the report of each fiscal year."""
    context = {
        "page_title": f"{LIST}（事業報告書）",
        "page_description": "センターが1年にしたことを、年度ごとに、数と文でお知らせします。",
        "breadcrumb_items": [HOME, (LIST, "")],
        "reports": queries.published_reports(),
    }
    return render(request, "year_report/list.html", context)


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Show the report of a fiscal year."""
    return _page(request, readable_report(year))


@require_safe
def report_version(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """Show a version that a newer one has replaced; the newest one has an address without a number."""
    found = readable_report(year, version)
    if found.state == ReportState.PUBLISHED:
        return HttpResponseRedirect(found.get_absolute_url())
    return _page(request, found)


@require_safe
def paper(request: HttpRequest, year: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the report of a fiscal year as PDF."""
    return _file(readable_report(year))


@require_safe
def paper_version(request: HttpRequest, year: int, version: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out one version as PDF."""
    return _file(readable_report(year, version))


def _page(request: HttpRequest, report: YearReport) -> HttpResponse:
    shown = queries.shown_report(report)
    others = queries.other_versions(report)
    context = {
        "page_title": report.full_title,
        "page_description": f"{report.year_word}に、センターがしたことの報告です。",
        "breadcrumb_items": [HOME, (LIST, "/reports/"), (report.full_title, "")],
        "report": report,
        "shown": shown,
        "chapters": drawings.drawn(shown),
        "newest": next((each for each in others if each.state == ReportState.PUBLISHED), None),
        "older": [each for each in others if each.version < report.version],
        "no_index": report.state != ReportState.PUBLISHED,
    }
    return render(request, "year_report/report.html", context)


def _file(report: YearReport) -> HttpResponse:
    name = f"{report.full_title.replace(' ', '')}.pdf"
    return shared_file(papers.kept_report_pdf(report), name=name, content_type=PDF, inline=True)
