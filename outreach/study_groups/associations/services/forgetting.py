"""Who did the work of a secretariat long ago is forgotten; which agency had it stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from outreach.study_groups.associations.limits import SECRETARIAT_KEPT
from outreach.study_groups.associations.models import SecretariatPerson


@transaction.atomic(durable=True)
def forget_secretaries(*, now: datetime) -> int:
    """Delete who stopped so long ago, by themselves or with the term; return how many."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(SECRETARIAT_KEPT, on=today))
    old = SecretariatPerson.objects.filter(Q(until__lt=until) | Q(term__until__lt=until))
    first, count = old.first(), old.count()
    if first is not None:
        fields = [f"people:{count}"]
        chain.record("group_associations.forgotten", actor=None, subject=first, now=now, fields=fields)
        old.delete()
    return count
