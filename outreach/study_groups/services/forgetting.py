"""Who stood for an agency long ago is forgotten; which agencies were members stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from outreach.study_groups.limits import PEOPLE_KEPT
from outreach.study_groups.models import Delegate, Facilitation, JoinRequest


@transaction.atomic(durable=True)
def forget_people(*, now: datetime) -> int:
    """Delete who stood for an agency, ran a community or asked to join so long ago; return how many rows."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(PEOPLE_KEPT, on=today))
    gone = 0
    for old in (
        Delegate.objects.filter(until__lt=until),
        Facilitation.objects.filter(until__lt=until),
        JoinRequest.objects.filter(answered_at__date__lt=until),
    ):
        first = old.first()
        if first is not None:
            chain.record("study_groups.forgotten", actor=None, subject=first, now=now)
            gone += old.delete()[0]
    return gone
