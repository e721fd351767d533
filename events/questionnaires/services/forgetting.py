"""Who has answered, and what was written in words, goes after its time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.questionnaires.limits import ANSWERED_KEPT, WORDS_KEPT
from events.questionnaires.models import Answer, Answered, Questionnaire
from foundation.audit import chain
from foundation.limits.queries import limits


@transaction.atomic(durable=True)
def forget_old_answers(*, now: datetime) -> int:
    """Delete the marks and the words that are kept no more; returns how many questionnaires lost something.

    Words that may be quoted stay, and so do all numbers.
    """
    kept = limits(ANSWERED_KEPT, WORDS_KEPT, on=timezone.localdate(now))
    marks = Answered.objects.filter(questionnaire__closed_at__lt=now - timedelta(days=kept[ANSWERED_KEPT]))
    words = Answer.objects.exclude(text="").filter(
        may_be_quoted=False,
        question__questionnaire__closed_at__lt=now - timedelta(days=kept[WORDS_KEPT]),
    )
    concerned = {
        *marks.values_list("questionnaire", flat=True),
        *words.values_list("question__questionnaire", flat=True),
    }
    for questionnaire in Questionnaire.objects.filter(pk__in=concerned).order_by("pk"):
        chain.record("questionnaires.forgotten", actor=None, subject=questionnaire, now=now)
    marks.delete()
    words.delete()
    return len(concerned)
