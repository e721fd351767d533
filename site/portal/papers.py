"""Sheets of A4 that the public takes home: the flow of support, the duties, the centre's leaflet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from content.duties.models import Duty
from foundation.centre.queries import current_centre
from foundation.printing.pdf import PaperDoesNotFit, render_pdf

from .models import HomePage, StandardPage


def flow_sheet_pdf(*, title: str, flows: Sequence[Any]) -> bytes:
    """Return the flow of support on one landscape sheet."""
    return _one_sheet("portal/paper/flow.html", {"flows": flows}, title=title, landscape=True)


def duty_sheet_pdf(duties: Sequence[Duty]) -> bytes:
    """Return what the centre does, all duties on one sheet."""
    return _one_sheet("portal/paper/duties.html", {"duties": duties}, title="センターの仕事")


def leaflet_pdf(home: HomePage) -> bytes:
    """Return the centre's leaflet: who it is for, how to reach it, what it promises."""
    return _one_sheet("portal/paper/leaflet.html", {"home": home}, title="センターのご案内")


def principles_poster_pdf(page: StandardPage) -> bytes:
    """Return what the centre promises, in letters for a wall."""
    promises = [row for block in page.body if block.block_type == "facts" for row in block.value["rows"]]
    return _one_sheet("portal/paper/principles.html", {"page": page, "promises": promises}, title=page.title)


def _one_sheet(template: str, context: Mapping[str, Any], *, title: str, landscape: bool = False) -> bytes:
    """Return a paper of one sheet; words that editors wrote too long take a second one rather than fail."""
    filled = {"centre": current_centre(), "sample_world": settings.DEMO} | context
    try:
        return render_pdf(template, filled, title=title, landscape=landscape, fits=1)
    except PaperDoesNotFit:
        return render_pdf(template, filled, title=title, landscape=landscape)
