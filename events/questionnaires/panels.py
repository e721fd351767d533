"""What this room puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Todo

from .access import questionnaire_desk, questionnaires
from .enums import QuestionnaireState


def questionnaire_rows(request: HttpRequest) -> list[Row]:
    """Return how many questionnaires are closed and wait for a summary."""
    if not has_role(request.user, questionnaire_desk.roles):
        return []
    waiting = questionnaires().filter(state=QuestionnaireState.CLOSED).count()
    return [Todo(waiting, "アンケートをまとめる", reverse("questionnaire_desk:list"), "締め切ったアンケート")]
