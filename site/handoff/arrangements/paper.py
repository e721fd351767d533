"""Teams, limits and packs on A4, one page each."""

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.pdf import render_pdf

from .reading import SheetRead
from .rules import SITUATIONS


def sheet_pdf(read: SheetRead) -> bytes:
    """Return a sheet on one page. Raises PaperDoesNotFit."""
    texts = read.texts
    context = {
        "read": read,
        "texts": texts,
        "situations": [
            (label, texts.get(f"{name}_lead", ""), texts.get(f"{name}_contact", ""))
            for name, label in SITUATIONS
        ],
        "centre": current_centre(),
        "printed_on": long_date(read.today),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    return render_pdf(f"arrangements/paper/{read.kind}.html", context, title=read.kind.label, fits=1)
