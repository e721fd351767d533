"""Viewers answer, on a screen or on paper. The split of marks and answers: `events.questionnaires`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.rules import may_tick
from events.questionnaires.services.answering import (
    Given,
    keep_answers_in_transaction,
    locked_questionnaire_in_transaction,
)
from foundation.audit import chain
from foundation.decision import Decision
from foundation.transactions import assert_in_transaction
from training_media.surveys.models import AnsweredByViewer, CourseQuestionnaire
from training_media.surveys.queries import may_answer, missing_viewers
from training_media.viewing.models import Viewer


@transaction.atomic(durable=True)
def answer_as_viewer(
    *, asked: CourseQuestionnaire, viewer: Viewer, given: Sequence[Given], now: datetime
) -> None:
    """Take a viewer's answers, once. Raises QuestionnaireRefused with the reason.

    No audit entry: it would say when, and there is nobody at the desk who acted.
    """
    _lock_in_transaction(asked)
    _insist(may_answer(asked, [viewer.pk], today=timezone.localdate(now))[viewer.pk])
    AnsweredByViewer.objects.create(asked=asked, viewer=viewer)
    keep_answers_in_transaction(asked.questionnaire, given)


@transaction.atomic(durable=True)
def mark_returned(*, asked: CourseQuestionnaire, viewers: Collection[int], actor: User, now: datetime) -> int:
    """Write down which viewers, by id, handed a sheet in; returns how many were not marked before.

    Of a sheet only this is known: the slip with the name is cut off before anybody reads it. Raises
    QuestionnaireRefused once it is summarised.
    """
    _lock_in_transaction(asked)
    _insist(may_tick(asked.questionnaire.state))
    new = list(missing_viewers(asked).filter(pk__in=viewers))
    AnsweredByViewer.objects.bulk_create(AnsweredByViewer(asked=asked, viewer=viewer) for viewer in new)
    if new:
        chain.record("questionnaires.sheets_returned", actor=actor, subject=asked.questionnaire, now=now)
    return len(new)


def _lock_in_transaction(asked: CourseQuestionnaire) -> None:
    """Read the questionnaire anew, locked: one answer comes after the other."""
    assert_in_transaction("lock_course_questionnaire")
    asked.questionnaire = locked_questionnaire_in_transaction(asked.questionnaire_id)


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise QuestionnaireRefused(decision.reason)
