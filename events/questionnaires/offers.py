"""What this room has for a participant, for an event's screen, and for the rules of certificates."""

from datetime import datetime

from django.urls import reverse

from events.models import Event, Participant
from events.registries import CertificateCondition, Link, Section
from foundation.japanese.dates import short_date

from .access import questionnaires_for
from .enums import QuestionnaireState
from .queries import has_answered, may_answer, people_who_answered

TITLE = "アンケート"
ANSWERED = CertificateCondition(
    label="アンケートに答えた",
    missing="アンケートの答えが、まだ届いていません。",
    met_by=people_who_answered,
)


def offer_of(participant: Participant, token: str, now: datetime) -> Section | None:
    """Return the way to what this participant may answer; without any, thanks, or when it can be answered.

    None where nothing was asked of them, or only what they left until it was closed.
    """
    asked = list(questionnaires_for(participant))
    todo = [each for each in asked if may_answer(each, participant, now=now).allowed]
    if todo:
        links = tuple(
            (f"「{each}」に答える", reverse("questionnaires:answer", args=[token, each.pk])) for each in todo
        )
        day = short_date(min(each.closes_on for each in todo))
        text = f"3分ほどで終わります。締切は{day}です。だれがどう答えたかは、センターにもわかりません。"
        return Section(TITLE, text, links, is_their_turn=True)
    if any(has_answered(each, participant) for each in asked):
        return Section(TITLE, "答えをいただきました。ありがとうございました。")
    if any(each.state == QuestionnaireState.OPEN for each in asked):
        return Section(TITLE, "研修・行事が始まってから、ここで答えられます。")
    return None


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to its questionnaires."""
    return "アンケート", reverse("questionnaire_desk:of_event", args=[event.pk])
