"""Answers and files of applicants, and what agencies said for good, go after their time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Event
from events.questions.limits import AGENCY_ANSWER_KEPT, ANSWER_KEPT
from events.questions.models import AgencyAnswer, Answer
from foundation.audit import chain
from foundation.limits.queries import limits

from .answering import forget_file_at_commit


@transaction.atomic(durable=True)
def forget_old_answers(*, now: datetime) -> int:
    """Delete what is kept no more, files as well; returns how many answers went."""
    kept = limits(ANSWER_KEPT, AGENCY_ANSWER_KEPT, on=timezone.localdate(now))
    over = now - timedelta(days=kept[ANSWER_KEPT])
    answers = list(
        Answer.objects.filter(application__session__ends_at__lt=over).select_related("application__session")
    )
    for answer in answers:
        if answer.file:
            forget_file_at_commit(answer.file)
    concerned = {answer.application.session.event_id for answer in answers}
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).delete()
    said_before = now - timedelta(days=kept[AGENCY_ANSWER_KEPT])
    AgencyAnswer.objects.filter(answered_at__lt=said_before).delete()
    for event in Event.objects.filter(pk__in=concerned).order_by("pk"):
        chain.record("questions.answers_forgotten", actor=None, subject=event, now=now)
    return len(answers)
