"""Staff tell two agencies apart."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain

from .models import DifferentAgencies


@transaction.atomic(durable=True)
def tell_apart(*, one: Agency, other: Agency, actor: User, now: datetime) -> DifferentAgencies:
    """Remember that two agencies are not the same; said twice, it is remembered once.

    Raises ValueError for an agency and itself.
    """
    if one.pk == other.pk:
        raise ValueError("an agency is the same as itself")
    first, second = sorted((one, other), key=lambda each: each.pk)
    decided = {"decided_on": timezone.localdate(now), "decided_by": actor}
    row, is_new = DifferentAgencies.objects.get_or_create(first=first, second=second, defaults=decided)
    if is_new:
        chain.record(
            "directory.agencies_told_apart", actor=actor, subject=row, now=now, fields=["decided_on"]
        )
    return row
