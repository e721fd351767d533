"""Who may read which report: absent and forbidden are the same 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door

from .enums import LEADING_ROLES, REPORT_DESK_ROLES
from .models import ReportChapter, YearReport

report_desk = Door(REPORT_DESK_ROLES)
leading_desk = Door(LEADING_ROLES)


def report_at_the_desk(pk: int) -> YearReport:
    """Return a report with the people who began, sent and published it. Raises Http404."""
    reports = YearReport.objects.select_related("begun_by__person", "sent_by__person", "published_by__person")
    return get_object_or_404(reports, pk=pk)


def chapter_at_the_desk(report: int, pk: int) -> ReportChapter:
    """Return a chapter of this report with it. Raises Http404."""
    return get_object_or_404(ReportChapter.objects.select_related("report"), pk=pk, report=report)


def readable_report(fiscal_year: int, version: int | None = None) -> YearReport:
    """Return the published report of a fiscal year, or one of its readable versions. Raises Http404."""
    if version is None:
        found = YearReport.objects.current().filter(fiscal_year=fiscal_year).first()
    else:
        found = YearReport.objects.readable().filter(fiscal_year=fiscal_year, version=version).first()
    if found is None:
        raise Http404
    return found
