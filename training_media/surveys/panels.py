"""What this room puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Todo
from events.questionnaires.enums import QuestionnaireState

from .access import all_at_the_desk, survey_desk


def survey_rows(request: HttpRequest) -> list[Row]:
    """Return how many questionnaires of courses are closed and wait for a summary, and the first of them."""
    if not has_role(request.user, survey_desk.roles):
        return []
    waiting = list(all_at_the_desk().filter(questionnaire__state=QuestionnaireState.CLOSED))
    address = reverse("survey_desk:overview", args=[waiting[0].course_id]) if waiting else ""
    return [Todo(len(waiting), "研修動画のアンケートをまとめる", address, "締め切ったアンケート")]
