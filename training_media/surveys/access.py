"""Who may run the questionnaires of a course, and who may answer: absent and forbidden are the same 404."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from content.desk import Door
from training_media.campaigns.enums import CAMPAIGN_DESK_ROLES
from training_media.courses.enums import VIDEO_DESK_ROLES
from training_media.models import Course
from training_media.watching.access import Watching, course_to_watch, watching

from . import queries
from .models import CourseQuestionnaire

survey_desk = Door(VIDEO_DESK_ROLES)
# Names of viewers are read by those who run the viewing, not by whoever makes courses.
people_desk = Door(CAMPAIGN_DESK_ROLES)


@dataclass(frozen=True)
class Answering:
    """Who sits in front of a screen, and what they are asked."""

    watching: Watching
    asked: CourseQuestionnaire


def answering(request: HttpRequest, slug: str, *, now: datetime) -> Answering:
    """Return who may be asked here, and what. Raises Http404 for anybody whose viewing is not recorded."""
    course = course_to_watch(slug)
    found = watching(request, course, now=now)
    if found is None or not found.is_recorded:
        raise Http404
    asked = queries.latest_opened(course)
    if asked is None:
        raise Http404
    return Answering(found, asked)


def current_at_the_desk(course: Course) -> CourseQuestionnaire:
    """Return the questionnaire that a course has now. Raises Http404."""
    found = queries.current_of(course)
    if found is None:
        raise Http404
    return found


def one_at_the_desk(course: Course, pk: int) -> CourseQuestionnaire:
    """Return a questionnaire of a course, also an earlier one, by the questionnaire's id. Raises Http404."""
    return get_object_or_404(queries.questionnaires_of(course), questionnaire=pk)


def all_at_the_desk() -> QuerySet[CourseQuestionnaire]:
    """Return all questionnaires of all courses."""
    return CourseQuestionnaire.objects.select_related("questionnaire", "course")
