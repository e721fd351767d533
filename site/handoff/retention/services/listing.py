"""The list of what is due within thirty days: kept by the clock each night, told to whoever decides."""

from datetime import datetime

from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.models import Enrolment
from handoff.retention.models import DueNotice
from handoff.retention.rules import is_soon
from handoff.waiting_mail import reachable, tell_in_transaction

from .destroying import lines_of


def list_what_is_due(*, now: datetime) -> int:
    """Write down what is due within thirty days and was not listed; take away what is due no more.

    Tells whoever decides when something is new; again it does nothing. Returns how many were new.
    """
    today = timezone.localdate(now)
    with opened(CLOCK, now=now) as opening:
        lines = lines_of(CLOCK, today=today)
        listed = {line.one.subject for line in lines if is_soon(line.due_on, today=today)}
        stale = [each.pk for each in DueNotice.objects.all() if (each.kind, each.record) not in listed]
        DueNotice.objects.filter(pk__in=stale).delete()
        new = [line for line in lines if line.one.subject in listed and line.noticed_on is None]
        for line in new:
            notice = DueNotice.objects.create(
                kind=line.kind, record=line.record, agency_id=line.one.agency_id, noticed_on=today
            )
            opening.note("retention.listed", notice, [line.kind])
        for agency_id in {line.one.agency_id for line in new}:
            _tell(agency_id, now=now)
    return len(new)


def _tell(agency_id: int | None, *, now: datetime) -> None:
    """Tell whoever decides for the centre, or for an agency."""
    today = timezone.localdate(now)
    role = PrivateRole.LEAD if agency_id is None else PrivateRole.AGENCY_COORDINATOR
    standing = Enrolment.objects.valid(today=today).filter(role=role, agency=agency_id)
    for person in reachable(standing.values_list("person_id", flat=True), now=now):
        tell_in_transaction(person, cause=f"retention.listed:{today}", now=now)
