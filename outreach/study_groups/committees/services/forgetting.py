"""What was paid so long ago that no book has to show it is forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from outreach.study_groups.committees.limits import MONEY_KEPT
from outreach.study_groups.committees.models import Honorarium


@transaction.atomic(durable=True)
def forget_money(*, now: datetime) -> int:
    """Delete what was paid so long ago, by the day of the meeting where it never was; return how many."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(MONEY_KEPT, on=today))
    old = Honorarium.objects.alias(last=Coalesce("paid_on", "on")).filter(last__lt=until)
    first, count = old.first(), old.count()
    if first is not None:
        fields = [f"rows:{count}"]
        chain.record("group_committees.money_forgotten", actor=None, subject=first, now=now, fields=fields)
        old.delete()
    return count
