"""One area on A4: its municipalities and windows, whom to ask, what there is."""

from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .queries import AreaSheet


def area_pdf(sheet: AreaSheet, *, today: date) -> bytes:
    """Return the sheet as a PDF, as long as it has to be; nothing on it is for staff alone."""
    context = {
        "sheet": sheet,
        "centre": current_centre(),
        "sample_world": settings.DEMO,
        "printed_on": wareki(today),
    }
    return render_pdf("coverage/paper/area.html", context, title=f"{sheet.area.name}圏域")
