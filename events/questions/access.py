"""The desk's door to questions and answers."""

from django.shortcuts import get_object_or_404

from content.desk import Door
from events.enums import EVENT_DESK_ROLES
from events.models import Application

from .models import AgencyAnswer, Answer, Question

questions_desk = Door(EVENT_DESK_ROLES)


def question_at_the_desk(pk: int) -> Question:
    """Return a question with its event. Raises Http404."""
    return get_object_or_404(Question.objects.select_related("event", "only_if"), pk=pk)


def application_at_the_desk(pk: int) -> Application:
    """Return an application with all that it belongs to. Raises Http404."""
    return get_object_or_404(Application.objects.select_related("session__event", "agency"), pk=pk)


def file_at_the_desk(pk: int) -> Answer:
    """Return an answer that is a file. Raises Http404."""
    return get_object_or_404(Answer.objects.select_related("application", "question").exclude(file=""), pk=pk)


def agency_answer_at_the_desk(pk: int) -> AgencyAnswer:
    """Return what an agency has answered for good. Raises Http404."""
    return get_object_or_404(AgencyAnswer.objects.select_related("agency"), pk=pk)
