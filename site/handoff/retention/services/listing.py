"""The list of what is due within thirty days: kept by the clock each night, told to whoever leads."""

from datetime import datetime

from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.models import Enrolment
from handoff.retention.access import kept_cases, kept_handoffs, periods_for
from handoff.retention.models import DueNotice
from handoff.retention.queries import due_lines
from handoff.retention.rules import is_soon
from handoff.waiting_mail import reachable, tell_in_transaction


def list_what_is_due(*, now: datetime) -> int:
    """Write down what is due within thirty days and was not listed; take away what is due no more.

    Tells whoever leads when something is new; again it does nothing. Returns how many were new.
    """
    today = timezone.localdate(now)
    with opened(CLOCK, now=now) as opening:
        lines = due_lines(kept_cases(CLOCK), kept_handoffs(CLOCK), periods_for(CLOCK))
        listed = {line.subject for line in lines if is_soon(line.due_on, today=today)}
        stale = [
            each.pk
            for each in DueNotice.objects.all()
            if (each.kind, each.case_id, each.handoff_id) not in listed
        ]
        DueNotice.objects.filter(pk__in=stale).delete()
        new = [line for line in lines if line.subject in listed and line.noticed_on is None]
        for line in new:
            notice = DueNotice.objects.create(
                kind=line.kind, case_id=line.case_id, handoff_id=line.handoff_id, noticed_on=today
            )
            opening.note("retention.listed", notice, [line.kind])
        if new:
            _tell(now)
    return len(new)


def _tell(now: datetime) -> None:
    today = timezone.localdate(now)
    standing = Enrolment.objects.valid(today=today).filter(role=PrivateRole.LEAD, agency=None)
    for person in reachable(standing.values_list("person_id", flat=True), now=now):
        tell_in_transaction(person, cause=f"retention.listed:{today}", now=now)
