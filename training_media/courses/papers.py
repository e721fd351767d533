"""The papers of courses: the fact sheet, and cards to be cut out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from content.facts.rules import is_doubtful
from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from . import links
from .models import LessonCard
from .queries import CourseRow


def facts_pdf(row: CourseRow, *, now: datetime) -> bytes:
    """Return the figures and answers of a course on paper, each figure with its source and its year (E3)."""
    today = timezone.localdate(now)
    chapters = [
        (part.part, chapter, [(fact, is_doubtful(fact, today)) for fact in chapter.facts])
        for part in row.parts
        for chapter in part.chapters
        if chapter.facts or chapter.answers
    ]
    address = settings.OWN_URL + links.course_path(row.course)
    context = {"course": row.course, "chapters": chapters, "address": address, **_imprint(now)}
    return render_pdf("courses/paper/facts.html", context, title=f"数字と、よくある質問　{row.course.title}")


def cards_pdf(cards: Sequence[LessonCard], *, title: str, now: datetime) -> bytes:
    """Return cards, eight on a page, to be cut out (E7)."""
    context = {"cards": cards, "heading": title, **_imprint(now)}
    return render_pdf("courses/paper/cards.html", context, title=title)


def _imprint(now: datetime) -> dict[str, Any]:
    printed_on = wareki(timezone.localdate(now))
    return {"centre": current_centre(), "printed_on": printed_on, "sample_world": settings.DEMO}
