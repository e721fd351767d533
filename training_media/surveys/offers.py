"""What this room tells others of a course's questionnaire: to viewers, to the desk, in one's own record."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse

from events.questionnaires.enums import QuestionnaireState
from foundation.decision import Decision
from training_media.models import Course
from training_media.registries import QuestionnaireDoor, RecordKept, ViewerOffer, Watched

from . import queries
from .rules import ALREADY, OVER

KIND = "アンケート"
LATER = "動画を見てから、3分ほどで答えられます。見たあとに、このページを開きなおすと、ここに入口が出ます。"
TOGETHER_LATER = "「終わりまでいた人」にしるしをつけたあとで、一人ずつ、順に答えます。"
NOBODY_KNOWS = "だれがどう答えたかは、センターにもわかりません。"


def door_of(course: Course) -> QuestionnaireDoor | None:
    """Return the way to answer, once a questionnaire was opened; also when it takes answers no more.

    Whoever answered an earlier one of the course has answered: nobody is asked a second time to be through
    with what they are through with.
    """
    asked = queries.latest_opened(course)
    if asked is None:
        return None

    def answered(viewers: Collection[int]) -> set[int]:
        return queries.answered_of_course(course, viewers)

    def may_answer(viewers: Collection[int], today: date) -> Mapping[int, Decision]:
        return queries.may_answer(asked, viewers, today=today)

    address = reverse("surveys:answer", args=[course.slug])
    return QuestionnaireDoor(asked.questionnaire.title, address, answered, may_answer)


def offer_of(watched: Watched) -> ViewerOffer | None:
    """Return the way to answer for whoever watches, once they may; thanks once all here have.

    Before, it is told and no link: nobody is led where they are refused.
    """
    asked = queries.latest_opened(watched.course) if watched.is_recorded else None
    if asked is None or asked.questionnaire.state != QuestionnaireState.OPEN:
        return None
    decided = queries.may_answer(asked, set(watched.viewers), today=watched.today).values()
    if decided and all(each == ALREADY for each in decided):
        return ViewerOffer(KIND, ("答えをいただきました。ありがとうございました。",))
    if OVER in decided:
        return None
    if not any(each.allowed for each in decided):
        return ViewerOffer(KIND, (TOGETHER_LATER if watched.is_together else LATER, NOBODY_KNOWS))
    line = (
        "3分ほどです。一人ずつ、順に答えます。"
        if watched.is_together
        else "見終わったら、3分ほどで答えられます。"
    )
    address = reverse("surveys:answer", args=[watched.course.slug])
    return ViewerOffer(KIND, (line, NOBODY_KNOWS), ((f"{asked.questionnaire.title}に答える", address),))


def records_of(viewer: int, course: int | None, since: datetime | None) -> Iterable[RecordKept]:
    """Return which questionnaires a viewer has answered; nothing where only this visit may be told.

    A mark has no moment, so nobody could say whether it is of this visit.
    """
    if since is not None:
        return []
    return [
        RecordKept(
            kind=KIND,
            course=mark.asked.course.title,
            title=mark.asked.questionnaire.title,
            at=None,
            words="答えました。何をいつ答えたかは、残していません。",
            details={"answered": True},
        )
        for mark in queries.marks_of(viewer, course)
    ]


def room_of(course: Course) -> tuple[str, str]:
    """Return the way from a course's screen at the desk to its questionnaire."""
    return KIND, reverse("survey_desk:overview", args=[course.pk])
