"""What goes into the FAX machine or the envelope: a cover, each letter in big type; the list of calls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pypdfium2
from django.conf import settings
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .queries import Bundle


def fax_pdf(bundle: Bundle, *, now: datetime) -> bytes:
    """Return the cover with the number of pages, and the letters behind it, each on a page of its own."""
    context = {**_bundle(bundle, now), "with_cover": True}
    title = f"送付状　{bundle.first.number}"
    pages = len(pypdfium2.PdfDocument(_render(context, title)))
    return _render({**context, "pages": pages}, title)


def post_pdf(bundle: Bundle, *, now: datetime) -> bytes:
    """Return the letters alone, for an envelope or for a hand."""
    return _render(_bundle(bundle, now), f"お知らせ　{bundle.first.number}")


def calls_pdf(calls: Sequence[Bundle], *, now: datetime) -> bytes:
    """Return whom to call and what to say; marked 取扱注意, for it names whom it is about."""
    context = {"calls": calls, "confidential": True, **_imprint(now)}
    return render_pdf("paperwork/paper/calls.html", context, title="電話で伝えるもの")


def _render(context: dict[str, Any], title: str) -> bytes:
    return render_pdf("paperwork/paper/letters.html", context, title=title)


def _bundle(bundle: Bundle, now: datetime) -> dict[str, Any]:
    return {"bundle": bundle, **_imprint(now)}


def _imprint(now: datetime) -> dict[str, Any]:
    today = wareki(timezone.localdate(now))
    return {"centre": current_centre(), "printed_on": today, "sample_world": settings.DEMO}
