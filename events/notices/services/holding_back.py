"""What was sent and has not left yet is held back: its reader wants none, or its event is off."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from events.enums import EventState
from events.models import Event
from events.notices import queries
from events.notices.enums import Outcome
from events.notices.models import CAUSE, Recipient
from foundation.mail.models import OutgoingMail
from foundation.mail.services import drop_in_transaction
from foundation.transactions import assert_in_transaction


def hold_back_in_transaction(agency: Agency, *, now: datetime) -> None:
    """Let nothing leave for an agency that refuses, nor for others of the same mailbox."""
    assert_in_transaction("hold_back")
    admins = queries.admin_addresses([agency.pk], today=timezone.localdate(now))
    theirs = Q()
    for email in {agency.email, *admins.values()} - {""}:
        theirs |= Q(to__iexact=email)
    recipients = Recipient.objects.filter(agency=agency)
    causes = Q(cause__in=[each.cause for each in recipients])
    mails = OutgoingMail.objects.filter(causes | theirs, cause__startswith=CAUSE)
    _leave_in_transaction(recipients, mails)


def hold_back_event_in_transaction(event: Event, actor: User | None, now: datetime) -> None:  # noqa: ARG001 -- as all followers
    """Let no invitation leave to an event that is off."""
    assert_in_transaction("hold_back_event")
    if event.state != EventState.CANCELLED:
        return
    recipients = Recipient.objects.filter(notice__event=event)
    mails = OutgoingMail.objects.filter(cause__in=[each.cause for each in recipients])
    _leave_in_transaction(recipients, mails)


def _leave_in_transaction(recipients: QuerySet[Recipient], mails: QuerySet[OutgoingMail]) -> None:
    """Drop these mails, and say of all whom nothing has reached that nothing was sent."""
    assert_in_transaction("leave")
    recipients.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LEFT)
    for cause in drop_in_transaction(mails):
        notice, agency = map(int, cause.removeprefix(CAUSE).split(":"))
        Recipient.objects.filter(notice=notice, agency=agency).update(outcome=Outcome.LEFT)
