"""Who may read which report: absent and forbidden are the same 404."""

from django.http import Http404

from content.desk import Door

from .enums import LEADING_ROLES, REPORT_DESK_ROLES
from .models import YearReport

report_desk = Door(REPORT_DESK_ROLES)
leading_desk = Door(LEADING_ROLES)


def readable_report(fiscal_year: int, version: int | None = None) -> YearReport:
    """Return the published report of a fiscal year, or one of its readable versions. Raises Http404."""
    if version is None:
        found = YearReport.objects.current().filter(fiscal_year=fiscal_year).first()
    else:
        found = YearReport.objects.readable().filter(fiscal_year=fiscal_year, version=version).first()
    if found is None:
        raise Http404
    return found
