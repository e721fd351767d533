"""A course gets a questionnaire, or loses one that was never opened; the rest is the life of any other."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Questionnaire
from events.questionnaires.services.answering import locked_questionnaire_in_transaction
from events.questionnaires.services.running import Draft, make_of_course_in_transaction
from foundation.audit import chain
from foundation.decision import Decision
from training_media.models import Course
from training_media.surveys import rules
from training_media.surveys.models import CourseQuestionnaire
from training_media.surveys.queries import current_of


@transaction.atomic(durable=True)
def make_course_questionnaire(
    *, course: Course, draft: Draft, actor: User, now: datetime
) -> CourseQuestionnaire:
    """Give a course a questionnaire; one that is closed becomes an earlier one.

    Raises QuestionnaireRefused while there is one that is not closed.
    """
    # Whoever makes another one at once waits here, and then finds this one.
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    before = current_of(course)
    _insist(rules.may_follow(before.questionnaire.state if before else None))
    if before is not None:
        CourseQuestionnaire.objects.filter(pk=before.pk).update(is_current=False)
    made = make_of_course_in_transaction(draft=draft, actor=actor, now=now)
    return CourseQuestionnaire.objects.create(course=course, questionnaire=made)


@transaction.atomic(durable=True)
def drop_draft(*, asked: CourseQuestionnaire, actor: User, now: datetime) -> None:
    """Throw a questionnaire away that was never opened; the one before it is the current one again.

    Raises QuestionnaireRefused for any other.
    """
    Course.objects.select_for_update(no_key=True).get(pk=asked.course_id)
    found = locked_questionnaire_in_transaction(asked.questionnaire_id)
    _insist(rules.may_drop(found.state))
    gone = Questionnaire(pk=found.pk)
    found.delete()
    before = CourseQuestionnaire.objects.filter(course=asked.course_id).order_by("-questionnaire_id").first()
    if before is not None:
        CourseQuestionnaire.objects.filter(pk=before.pk).update(is_current=True)
    chain.record("questionnaires.dropped", actor=actor, subject=gone, now=now)


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise QuestionnaireRefused(decision.reason)
