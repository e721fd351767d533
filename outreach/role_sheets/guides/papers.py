"""Questions, a guide or a practice on A4."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from . import queries
from .models import Guide, Practice
from .queries import Line, Wish


def questions_pdf(found: Sequence[Line], wish: Wish, *, today: date) -> bytes:
    """Return questions with their answers, by theme; what is out of date says so above its answer."""
    context = {"groups": queries.by_theme(found), "wish": wish}
    return _paper("questions", context, "質問と答え", today=today)


def guide_pdf(guide: Guide, *, today: date) -> bytes:
    """Return a guide with its steps, quotations and old words."""
    return _paper("guide", {"row": guide, "stretches": queries.stretches_of(guide)}, guide.title, today=today)


def practice_pdf(practice: Practice, *, today: date) -> bytes:
    """Return a practice in its one form."""
    return _paper("practice", {"row": practice}, practice.title, today=today)


def _paper(name: str, context: dict[str, Any], title: str, *, today: date) -> bytes:
    filled = {
        "centre": current_centre(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
        "confidential": False,
        "title": title,
    }
    return render_pdf(f"guides/paper/{name}.html", filled | context, title=title)
