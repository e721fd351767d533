"""The same figures on one landscape sheet."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.exports.fiscal_months import MONTH_WORDS, CountTable
from foundation.japanese.dates import wareki
from foundation.printing.pdf import PaperDoesNotFit, render_pdf

from .queries import AreaReach


def reach_pdf(title: str, areas: Sequence[AreaReach], tables: Sequence[CountTable], *, today: date) -> bytes:
    """Return the figures of a fiscal year on one sheet of A4 landscape, on more when they are too many."""
    context = {
        "areas": areas,
        "tables": tables,
        "months": MONTH_WORDS,
        "centre": current_centre(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
    }
    try:
        return render_pdf("reach/paper.html", context, title=title, landscape=True, fits=1)
    except PaperDoesNotFit:
        return render_pdf("reach/paper.html", context, title=title, landscape=True)
