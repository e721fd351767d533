"""The next-day check of what left without an approval: each working day its leads are asked for it."""

from datetime import datetime

from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import is_business_day
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.machine.enums import State
from handoff.machine.models import Handoff
from handoff.waiting_mail import reachable, tell_in_transaction

from .telling import leaders_of


def ask_for_approvals(*, now: datetime) -> int:
    """Queue a mail for each lead and each hand-off sent before today that nobody has approved yet.

    Once for each of them and day. Returns how many mails the day has.
    """
    today = timezone.localdate(now)
    if not is_business_day(today, current_centre().hours.closures):
        return 0
    asked = 0
    with opened(CLOCK, now=now):
        for handoff in Handoff.objects.filter(sent_at__date__lt=today, approved_at=None).exclude(
            state=State.VOID
        ):
            for person in reachable(leaders_of(handoff, now=now), but=handoff.author, now=now):
                cause = f"machine.unapproved:{handoff.pk}:{today:%Y%m%d}"
                tell_in_transaction(person, cause=cause, now=now)
                asked += 1
    return asked
