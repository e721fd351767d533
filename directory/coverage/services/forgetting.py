"""Key persons and experts of before leave the registers after some time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from directory.coverage.enums import ExpertState
from directory.coverage.limits import ENDED_KEPT
from directory.coverage.models import Expert, KeyPerson
from foundation.audit import chain
from foundation.limits.queries import limit


@transaction.atomic(durable=True)
def delete_ended_roles(*, now: datetime) -> int:
    """Delete roles that ended so long ago and experts who have rested for so long; returns how many."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(ENDED_KEPT, on=today))
    roles = list(KeyPerson.objects.select_for_update().filter(valid_to__lte=until))
    resting = Expert.objects.select_for_update().filter(state=ExpertState.RESTING, state_since__lte=until)
    experts = list(resting)
    for each in (*roles, *experts):
        chain.record("directory.role_deleted", actor=None, subject=each, now=now)
        each.delete()
    return len(roles) + len(experts)
