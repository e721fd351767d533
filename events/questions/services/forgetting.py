"""Answers and files of applicants, and what agencies said for good, go after their time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Event
from events.questions.limits import AGENCY_ANSWER_KEPT, ANSWER_KEPT
from events.questions.models import AgencyAnswer, Answer
from foundation.audit import chain
from foundation.limits.queries import limits
from foundation.transactions import assert_in_transaction

from .answering import forget_in_transaction


@transaction.atomic(durable=True)
def forget_old_answers(*, now: datetime) -> int:
    """Delete what is kept no more, files as well; returns how many answers went."""
    kept = limits(ANSWER_KEPT, AGENCY_ANSWER_KEPT, on=timezone.localdate(now))
    over = now - timedelta(days=kept[ANSWER_KEPT])
    answers = list(
        Answer.objects.filter(application__session__ends_at__lt=over).select_related("application__session")
    )
    concerned = {answer.application.session.event_id for answer in answers}
    forget_in_transaction(answers)
    said_before = now - timedelta(days=kept[AGENCY_ANSWER_KEPT])
    AgencyAnswer.objects.filter(answered_at__lt=said_before).delete()
    for event in Event.objects.filter(pk__in=concerned).order_by("pk"):
        chain.record("questions.answers_forgotten", actor=None, subject=event, now=now)
    return len(answers)


def forget_applications_in_transaction(applications: Collection[int], now: datetime) -> None:  # noqa: ARG001 -- a follower
    """Delete what was answered with applications whose people are forgotten, files as well."""
    assert_in_transaction("forget_applications")
    forget_in_transaction(list(Answer.objects.filter(application__in=applications)))
