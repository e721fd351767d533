"""What offices asked long ago is forgotten, with the answers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from outreach.outside_meetings.limits import QUESTIONS_KEPT
from outreach.outside_meetings.models import HostQuestion


@transaction.atomic(durable=True)
def forget_questions(*, now: datetime) -> int:
    """Delete questions of which nobody asked or answered anything for so long; return how many."""
    until = now - timedelta(days=limit(QUESTIONS_KEPT, on=timezone.localdate(now)))
    # The later of both; a question without an answer counts from its own moment.
    old = HostQuestion.objects.annotate(last_at=Greatest("asked_at", "answered_at")).filter(last_at__lt=until)
    first, count = old.select_related("sending").first(), old.count()
    if first is not None:
        fields = [f"questions:{count}"]
        chain.record("host_kits.forgotten", actor=None, subject=first.sending, now=now, fields=fields)
        old.delete()
    return count
