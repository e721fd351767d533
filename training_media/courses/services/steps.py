"""Steps that every verb of courses takes: hold the course, and let what depends on it follow."""

from datetime import datetime

from django.utils import timezone

from content.search.services import index_in_transaction
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction
from training_media.courses import queries
from training_media.courses.exceptions import CourseRefused
from training_media.courses.rules import may_open, state_after_change
from training_media.courses.search import SOURCE
from training_media.enums import CourseState
from training_media.models import Course

GONE = "この研修動画は、もうありません。"


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises CourseRefused with its reason."""
    if not decision.allowed:
        raise CourseRefused(decision.reason)


def lock_course_in_transaction(pk: int) -> Course:
    """Return a course that nobody else changes until the commit. Raises CourseRefused when it is gone."""
    assert_in_transaction("lock_course")
    course = Course.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if course is None:
        raise CourseRefused(GONE)
    return course


def follow_change_in_transaction(course: Course, *, now: datetime) -> None:
    """Let a changed course be checked again, its pages be made anew and the search know of it.

    One that is open must stay as it could be opened. Raises CourseRefused.
    """
    assert_in_transaction("follow_change")
    if course.state == CourseState.OPEN:
        standings = queries.standings(course, today=timezone.localdate(now))
        insist(may_open(standings, no_captions_reason=course.no_captions_reason))
    course.state, course.changed_at = state_after_change(course.state), now
    course.save(update_fields=["state", "changed_at"])
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [course.pk])
