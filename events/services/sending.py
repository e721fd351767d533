"""A letter goes to an application's own address, in the one way that its people wished."""

from datetime import datetime

from events import letters, links, on_paper, quiet
from events.entries import application_entry
from events.enums import ENDED_STATES, ReplyWay
from events.models import Application
from foundation.calendar import ics
from foundation.mail.services import (
    drop_waiting_in_transaction,
    let_go_in_transaction,
    queue_mail_in_transaction,
)
from foundation.transactions import assert_in_transaction


def send_in_transaction(
    application: Application,
    letter: letters.Letter,
    *,
    cause: str,
    now: datetime,
    calendar: str = "",
    is_answer: bool = False,
    needed_by: datetime | None = None,
) -> None:
    """Queue a letter, with the calendar entry where asked: by mail, or onto the list of what leaves on paper.

    An answer to what somebody has just done goes at once. All else keeps the quiet hours, unless it would
    come too late: after the beginning of the session's day, or after `needed_by`.
    """
    assert_in_transaction("send")
    if application.reply_way != ReplyWay.MAIL:
        on_paper.owe_in_transaction(application, letter, cause=cause, now=now)
        return
    part = None
    if calendar:
        entry = application_entry(application, url=links.address(application))
        write = ics.request if calendar == "REQUEST" else ics.cancel
        name = application.agency_name or str(application)
        part = write(entry, attendee_name=name, attendee_email=application.email, now=now)
    leaves_at = None if is_answer else _leaves_at(application, now=now, needed_by=needed_by)
    _settle_what_waits_in_transaction(application, is_at_once=leaves_at is None, now=now)
    queue_mail_in_transaction(
        to=application.email,
        subject=letter.subject,
        text=letter.text,
        cause=f"{on_paper.causes_of(application)}{cause}",
        now=now,
        calendar=part,
        leaves_at=leaves_at,
    )


def _leaves_at(application: Application, *, now: datetime, needed_by: datetime | None) -> datetime | None:
    day = quiet.day_of(application.session.starts_at)
    if now >= day:
        return None
    return quiet.leaves_at(now, needed_by=min(day, needed_by) if needed_by else day)


def _settle_what_waits_in_transaction(application: Application, *, is_at_once: bool, now: datetime) -> None:
    """Whoever has left hears no more of what was to come; and no letter overtakes an earlier one."""
    assert_in_transaction("settle_what_waits")
    causes = on_paper.causes_of(application)
    if application.state in ENDED_STATES:
        drop_waiting_in_transaction(causes, now=now)
    elif is_at_once and not _is_new(application, now):
        let_go_in_transaction(causes, now=now)


def _is_new(application: Application, now: datetime) -> bool:
    return application.typed_at == now
