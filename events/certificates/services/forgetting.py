"""Certificates are forgotten after their time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.certificates.limits import CERTIFICATES_KEPT
from events.certificates.models import Certificate
from foundation.audit import chain
from foundation.limits.queries import limit


@transaction.atomic(durable=True)
def forget_old_certificates(*, now: datetime) -> int:
    """Delete certificates issued so long ago, the older ones of a chain first; returns how many."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(CERTIFICATES_KEPT, on=today))
    old = list(Certificate.objects.select_for_update().filter(issued_on__lte=until).order_by("id"))
    for each in old:
        chain.record("certificates.forgotten", actor=None, subject=each, now=now)
        each.delete()
    return len(old)
