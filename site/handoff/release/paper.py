"""The release-day plan on one A4 sheet."""

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.pdf import render_pdf

from .reading import PlanRead


def plan_pdf(read: PlanRead) -> bytes:
    """Return the plan on one page, with boxes to tick where nothing is ticked yet. Raises PaperDoesNotFit."""
    context = {
        "read": read,
        "texts": read.texts,
        "centre": current_centre(),
        "printed_on": long_date(read.today),
        "is_ticked": read.ticked > 0,
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    return render_pdf("release/paper/plan.html", context, title="出所の日の予定", fits=1)
