"""Reads: the questionnaires of a course, who has watched it, who of them has answered."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.questionnaires.enums import QuestionnaireState
from events.questionnaires.models import Question
from foundation.decision import Decision
from training_media.campaigns.models import Campaign, Invitation
from training_media.models import Course, Part
from training_media.viewing.models import Coverage, Viewer
from training_media.watching.models import Statement

from . import rules
from .models import AnsweredByViewer, CourseQuestionnaire


def questionnaires_of(course: Course) -> QuerySet[CourseQuestionnaire]:
    """Return all questionnaires of a course, the latest first."""
    return CourseQuestionnaire.objects.filter(course=course).select_related("questionnaire", "course")


def current_of(course: Course) -> CourseQuestionnaire | None:
    """Return the questionnaire that a course has now."""
    return questionnaires_of(course).filter(is_current=True).first()


def latest_opened(course: Course) -> CourseQuestionnaire | None:
    """Return the latest questionnaire of a course that takes answers, or did; a draft is none."""
    found = questionnaires_of(course).exclude(questionnaire__state=QuestionnaireState.DRAFT)
    return found.order_by("-questionnaire_id").first()


def questions_of(asked: CourseQuestionnaire) -> list[Question]:
    """Return the questions in their order."""
    return list(asked.questionnaire.questions.all())


def watched_until(course: Course) -> date | None:
    """Return the last deadline by which anybody is to watch a course; None without a campaign.

    Days of grace are left out: nobody is told of them before the deadline.
    """
    usual = Campaign.objects.filter(course=course).values_list("closes_on", flat=True)
    cards = Invitation.objects.filter(campaign__course=course).values_list("extended_until", flat=True)
    longer = [day for day in cards.exclude(extended_until=None) if day is not None]
    return max([*usual, *longer], default=None)


def viewers_of(course: Course) -> QuerySet[Viewer]:
    """Return who has watched something of a course, on whatever screen, or said that they have.

    To have sat down is not enough: whoever holds a card may say any name, and open a player.
    """
    recordings = Part.objects.filter(course=course, recording__isnull=False).values("recording")
    seen = Coverage.objects.filter(viewer=OuterRef("pk"), recording__in=recordings, total__gt=0)
    said = Statement.objects.filter(viewer=OuterRef("pk"), part__course=course)
    found = Viewer.objects.filter(Q(Exists(seen)) | Q(Exists(said)))
    return found.select_related("agency").order_by(
        "agency__name_kana", "agency_id", "name_kana", "name", "pk"
    )


def missing_viewers(asked: CourseQuestionnaire) -> QuerySet[Viewer]:
    """Return who has watched something, has a name still, and has not answered."""
    mark = AnsweredByViewer.objects.filter(asked=asked, viewer=OuterRef("pk"))
    return viewers_of(asked.course).filter(~Exists(mark), erased_at__isnull=True)


def how_many_answered(asked: CourseQuestionnaire) -> int:
    """Return how many have answered, on a screen or with a slip that was ticked."""
    return AnsweredByViewer.objects.filter(asked=asked).count()


def watched_among(course: Course, viewers: Collection[int]) -> set[int]:
    """Return those of these viewers, by id, who have watched something of a course."""
    return set(viewers_of(course).filter(pk__in=viewers).values_list("pk", flat=True))


def answered_among(asked: CourseQuestionnaire, viewers: Collection[int]) -> set[int]:
    """Return those of these viewers, by id, who have answered this questionnaire."""
    marks = AnsweredByViewer.objects.filter(asked=asked, viewer__in=viewers)
    return set(marks.values_list("viewer", flat=True))


def answered_of_course(course: Course, viewers: Collection[int]) -> set[int]:
    """Return those of these viewers, by id, who have answered any questionnaire of a course."""
    marks = AnsweredByViewer.objects.filter(asked__course=course, viewer__in=viewers)
    return set(marks.values_list("viewer", flat=True))


def marks_of(viewer: int, course: int | None) -> QuerySet[AnsweredByViewer]:
    """Return what a viewer, by id, has answered: of one course, or of all."""
    marks = AnsweredByViewer.objects.filter(viewer=viewer)
    if course is not None:
        marks = marks.filter(asked__course=course)
    return marks.select_related("asked__course", "asked__questionnaire").order_by("asked_id")


def may_answer(asked: CourseQuestionnaire, viewers: Collection[int], *, today: date) -> dict[int, Decision]:
    """Decide for each of these viewers, by id, whether they may answer today. Two queries."""
    watched, answered = watched_among(asked.course, viewers), answered_among(asked, viewers)
    state, closes_on = asked.questionnaire.state, asked.questionnaire.closes_on
    return {
        viewer: rules.may_answer(
            state,
            closes_on,
            today,
            rules.Reader(has_watched=viewer in watched, has_answered=viewer in answered),
        )
        for viewer in viewers
    }
