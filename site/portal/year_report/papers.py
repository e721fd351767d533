"""The report as a tagged A4 paper."""

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.printing.pdf import render_pdf
from foundation.public_papers import kept_paper

from .models import YearReport
from .queries import ShownReport, shown_report


def report_pdf(shown: ShownReport) -> bytes:
    """Return a report as PDF; one that is not public says on its first page that it is a proof."""
    context = {
        "shown": shown,
        "report": shown.report,
        "centre": current_centre(),
        "sample_world": settings.DEMO,
        "site": settings.OWN_URL,
    }
    return render_pdf("year_report/paper/report.html", context, title=shown.report.full_title)


def kept_report_pdf(report: YearReport) -> bytes:
    """Return the paper of a published report, laid out anew only when something public has changed."""
    return kept_paper(f"year-report-{report.pk}", lambda: report_pdf(shown_report(report)))
