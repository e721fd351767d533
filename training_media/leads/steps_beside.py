"""What this room puts beside a course: the way to hear more, and to say why not now."""

from functools import partial

from django.urls import reverse

from training_media.models import Chapter, Course, Part
from training_media.registries import NextStep

from .enums import NOT_NOW

ASK = "この内容について話を聞きたい"


def steps_of(course: Course, part: Part | None, is_recorded: bool) -> list[NextStep]:
    """Return the way to the form, which knows part and chapter; and for whoever watches why not now."""
    ask = reverse("leads:ask", args=[course.slug])
    about = f"{ask}?about=p{part.pk}" if part else ask
    note = "訪問、電話、資料など、ご希望をうかがいます。"
    steps = [NextStep(ASK, about, note, partial(_of_chapter, ask))]
    if is_recorded:
        why_not = reverse("leads:not_now", args=[course.slug])
        steps.append(NextStep(NOT_NOW, why_not, is_first=False))
    return steps


def _of_chapter(ask: str, chapter: Chapter) -> str:
    return f"{ask}?about=c{chapter.pk}"
