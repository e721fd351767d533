"""Who may answer which questionnaire, and the desk's door to all of them."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from events.enums import EVENT_DESK_ROLES
from events.models import Participant

from .enums import QuestionnaireState
from .models import Questionnaire

questionnaire_desk = Door(EVENT_DESK_ROLES)


def questionnaires() -> QuerySet[Questionnaire]:
    """Return all questionnaires of events with what they are about, for the desk; none of courses."""
    return Questionnaire.objects.filter(event__isnull=False).select_related("event", "session__event")


def found(pk: int) -> Questionnaire:
    """Return a questionnaire for the desk. Raises Http404."""
    return get_object_or_404(questionnaires(), pk=pk)


def questionnaires_for(participant: Participant) -> QuerySet[Questionnaire]:
    """Return what this participant is asked: of their own date, or of the whole event; no drafts."""
    mine = Q(session=participant.session_id) | Q(session__isnull=True)
    asked = questionnaires().filter(mine, event=participant.session.event_id)
    return asked.exclude(state=QuestionnaireState.DRAFT).order_by("id")


def questionnaire_for(participant: Participant, pk: int) -> Questionnaire:
    """Return one of these. Raises Http404."""
    questionnaire = questionnaires_for(participant).filter(pk=pk).first()
    if questionnaire is None:
        raise Http404
    return questionnaire
