"""A case sheet on A4, each copy with its number."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .models import CaseSheet, PaperCopy
from .queries import name_of

TITLE = "事例シート（番号つき）"


def copies_pdf(sheet: CaseSheet, copies: Iterable[PaperCopy], *, now: datetime) -> bytes:
    """Return these copies of a sheet below each other, each beginning on a page of its own."""
    context = {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": True,
        "sheet": sheet,
        "session": name_of(sheet.row),
        "numbers": [each.number for each in copies],
    }
    return render_pdf("group_case_sheets/paper/copies.html", context, title=TITLE)
