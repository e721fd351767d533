"""Who has left walks no further, and after a while nobody reads how far they came."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from training_media.paths import queries
from training_media.paths.limits import KEPT
from training_media.paths.models import Assignment


@transaction.atomic(durable=True)
def forget_those_who_left(*, now: datetime) -> int:
    """Note who works no more where they walk, forget it of who is back, delete what is old.

    Returns how many were deleted.
    """
    today = timezone.localdate(now)
    gone = list(queries.gone(today=today).values_list("pk", flat=True))
    Assignment.objects.filter(left_on__isnull=False).exclude(pk__in=gone).update(left_on=None)
    Assignment.objects.filter(left_on__isnull=True, pk__in=gone).update(left_on=today)
    old = Assignment.objects.filter(left_on__lte=today - timedelta(days=limit(KEPT, on=today)))
    first = old.order_by("pk").first()
    if first is None:
        return 0
    count = old.count()
    chain.record("paths.forgotten", actor=None, subject=first, now=now, fields=[f"rows:{count}"])
    old.delete()
    return count
