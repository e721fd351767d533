"""The register, the month gone through, and what somebody gets who asks what is held of them."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.conf import settings

from foundation.audit import checkpoints
from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.pdf import render_pdf

from .models import PersonRequest
from .register import RegisterLine
from .services.requesting import Line
from .services.reviewing import ReviewRead
from .services.rights import RightsRead


def register_pdf(lines: Sequence[RegisterLine], *, month: date | None, printed_on: date) -> bytes:
    """Return the register as A4 landscape."""
    context = _context(printed_on) | {"lines": lines, "month": month}
    return render_pdf("oversight/paper/register.html", context, title="第三者提供の記録", landscape=True)


def review_pdf(read: ReviewRead, *, printed_on: date) -> bytes:
    """Return the paper of a month, with the checkpoints that were signed in it."""
    key = checkpoints.public_key_words() if read.checkpoints else ""
    context = _context(printed_on) | {"read": read, "public_key": key}
    return render_pdf("oversight/paper/review.html", context, title="読んだ記録の確かめ")


def rights_pdf(read: RightsRead, *, printed_on: date) -> bytes:
    """Return the table of who may come in as A4."""
    context = _context(printed_on) | {"read": read}
    return render_pdf("oversight/paper/rights.html", context, title="入れる人の表")


def package_pdf(request: PersonRequest, lines: Sequence[Line], *, printed_on: date) -> bytes:
    """Return what is handed out to whoever asked, as it was masked and approved."""
    sections = [(heading, list(rows)) for heading, rows in groupby(lines, key=lambda each: each["heading"])]
    context = _context(printed_on) | {"request_row": request, "sections": sections}
    return render_pdf("oversight/paper/package.html", context, title="開示する記録")


def _context(printed_on: date) -> dict[str, object]:
    return {
        "centre": current_centre(),
        "printed_on": long_date(printed_on),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
