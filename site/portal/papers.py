"""Sheets of A4 that the public takes home: the flow of support, the duties, the centre's leaflet."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from content.duties.models import Duty
from foundation.centre.queries import current_centre
from foundation.printing.pdf import render_pdf

from .models import HomePage


def flow_sheet_pdf(*, title: str, flows: Sequence[Any]) -> bytes:
    """Return the flow of support on one landscape sheet."""
    return render_pdf(
        "portal/paper/flow.html", _frame() | {"flows": flows}, title=title, landscape=True, fits=1
    )


def duty_sheet_pdf(duties: Sequence[Duty]) -> bytes:
    """Return what the centre does, all duties on one sheet."""
    return render_pdf(
        "portal/paper/duties.html", _frame() | {"duties": duties}, title="センターの仕事", fits=1
    )


def leaflet_pdf(home: HomePage) -> bytes:
    """Return the centre's leaflet: who it is for, how to reach it, what it promises."""
    return render_pdf(
        "portal/paper/leaflet.html", _frame() | {"home": home}, title="センターのご案内", fits=1
    )


def _frame() -> dict[str, Any]:
    return {"centre": current_centre(), "sample_world": settings.DEMO}
