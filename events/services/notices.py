"""Reminders, and letters that staff write to the people of one event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import letters, links
from events.enums import LINE_STATES, SEATED_STATES
from events.limits import reminder_days
from events.models import Application, Event, Session
from events.models.session import takes_place
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.mail.models import OutgoingMail

from .sending import send_in_transaction
from .serving import settle_and_tell

# Nobody's phone rings at night for a reminder.
FIRST_REMINDER_HOUR, LAST_REMINDER_HOUR = 9, 18


@dataclass(frozen=True)
class NoticeAudience:
    """Who a letter would reach by mail, and who needs a FAX or a call."""

    by_mail: Sequence[Application]
    by_other_ways: Sequence[Application]


def notice_audience(
    event: Event, states: Sequence[str], *, sessions: Collection[int] | None = None
) -> NoticeAudience:
    """Return the applications of an event in these states, split by whether they have a mail address.

    `sessions`, by id, narrows them to some dates of the event.
    """
    applications = Application.objects.filter(session__event=event, state__in=states)
    if sessions is not None:
        applications = applications.filter(session__in=sessions)
    found = list(applications.select_related("session", "session__event").order_by("number"))
    return NoticeAudience([each for each in found if each.email], [each for each in found if not each.email])


@transaction.atomic(durable=True)
def send_notice(
    *,
    event: Event,
    states: Sequence[str],
    sessions: Collection[int] | None = None,
    subject: str,
    text: str,
    key: str,
    actor: User,
    now: datetime,
) -> int:
    """Send one letter to the mail addresses of an event's applications and return how many it goes to.

    `key` makes sending it twice harmless: the second time it goes to nobody and 0 is returned.
    """
    if OutgoingMail.objects.filter(cause__endswith=f":notice-{key}").exists():
        return 0
    audience = notice_audience(event, states, sessions=sessions)
    # Those without mail get it too, as something to be sent by FAX or told by phone.
    for application in (*audience.by_mail, *audience.by_other_ways):
        letter = letters.notice(
            application, subject=subject, text=text, link=links.address(application), centre=current_centre()
        )
        send_in_transaction(application, letter, cause=f"notice-{key}", now=now)
    chain.record("events.notice_sent", actor=actor, subject=event, now=now, fields=states)
    return len(audience.by_mail)


def send_reminders(*, now: datetime) -> int:
    """Remind everybody with a seat some days before, in office hours; returns how many were due.

    Each reminder goes once: its cause is unique. Each session is an act of its own.
    """
    local = timezone.localtime(now)
    if not FIRST_REMINDER_HOUR <= local.hour < LAST_REMINDER_HOUR:
        return 0
    due = 0
    for days in reminder_days(local.date()):
        day = local.date() + timedelta(days=days)
        sessions = Session.objects.filter(takes_place(), starts_at__date=day)
        for session in sessions.select_related("event"):
            due += _remind(session, days, now=now)
    return due


@transaction.atomic(durable=True)
def _remind(session: Session, days: int, *, now: datetime) -> int:
    applications = Application.objects.filter(session=session, state__in=SEATED_STATES)
    for application in applications:
        application.session = session
        people = application.participants.seated().count()
        letter = letters.reminder(
            application, people=people, days=days, link=links.address(application), centre=current_centre()
        )
        send_in_transaction(application, letter, cause=f"reminder-{days}-{session.starts_at.date()}", now=now)
    return len(applications)


def settle_waiting_sessions(*, now: datetime) -> int:
    """Settle every coming session with a line, so that seats held until a date are freed on that date."""
    waiting = Application.objects.filter(
        takes_place("session__"), state__in=LINE_STATES, session__starts_at__gt=now
    )
    ids = waiting.order_by("session").values_list("session", flat=True).distinct()
    return sum(settle_and_tell(pk, now=now) for pk in ids)
