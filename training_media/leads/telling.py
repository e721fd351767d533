"""What this room tells others: what a viewer said, and how many of those a page counts want to hear more."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse

from training_media.models import Course
from training_media.registries import ReachPanel, RecordKept

from . import queries
from .enums import NOT_NOW, Reason
from .models import NotNow

BY_NAME = "（名前を選んで答えたもの）"


def records_of(viewer: int, course: int | None, since: datetime | None) -> Iterable[RecordKept]:
    """Return why a viewer does not think of it now, as they said it."""
    return [
        RecordKept(
            kind=NOT_NOW,
            course=each.course.title,
            title=each.course.title,
            at=each.said_at,
            words=_in_words(each),
            details={"reasons": list(each.reasons), "words": each.words, "is_sure": each.is_sure},
        )
        for each in queries.said_by(viewer, course, since)
    ]


def _in_words(said: NotNow) -> str:
    labels = [str(Reason(key).label) for key in said.reasons]
    return "、".join(filter(None, (*labels, said.words))) + ("" if said.is_sure else BY_NAME)


def panels_of(course: Course, agencies: Collection[int]) -> Iterable[ReachPanel]:
    """Return how many wishes to hear more came from these agencies; nothing where there are none."""
    count = queries.count_wishes(course, agencies)
    address = f"{reverse('lead_desk:leads')}?tab=all&course={course.pk}"
    return [ReachPanel("話を聞きたい", count, address=address)] if count else []
