"""Which viewers have answered goes after its time; words go with those of events, in one job."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.questionnaires.limits import ANSWERED_KEPT
from events.questionnaires.models import Questionnaire
from foundation.audit import chain
from foundation.limits.queries import limit
from training_media.surveys.models import AnsweredByViewer


@transaction.atomic(durable=True)
def forget_old_marks(*, now: datetime) -> int:
    """Delete the marks that are kept no more; returns how many questionnaires lost some."""
    until = now - timedelta(days=limit(ANSWERED_KEPT, on=timezone.localdate(now)))
    marks = AnsweredByViewer.objects.filter(asked__questionnaire__closed_at__lt=until)
    concerned = Questionnaire.objects.filter(pk__in=marks.values("asked__questionnaire")).order_by("pk")
    forgotten = list(concerned)
    for questionnaire in forgotten:
        chain.record("questionnaires.forgotten", actor=None, subject=questionnaire, now=now)
    marks.delete()
    return len(forgotten)
