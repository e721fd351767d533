"""A letter goes to an application's own address, in the one way that its people wished."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from events import letters, links, on_paper, quiet
from events.entries import session_entries
from events.enums import ENDED_STATES
from events.models import Application
from events.series import next_start, parts_of
from foundation.calendar import ics
from foundation.calendar.entries import CalendarEntry
from foundation.mail.services import (
    drop_waiting_in_transaction,
    let_go_in_transaction,
    queue_mail_in_transaction,
)
from foundation.transactions import assert_in_transaction

# How a calendar is told (REQUEST, CANCEL), and of what.
type Told = tuple[str, CalendarEntry]


def send_in_transaction(
    application: Application,
    letter: letters.Letter,
    *,
    cause: str,
    now: datetime,
    calendar: str | Sequence[Told] = "",
    is_answer: bool = False,
    needed_by: datetime | None = None,
) -> None:
    """Queue a letter, with calendar entries where asked: by mail, or onto the list of what leaves on paper.

    `calendar` is a method for all of the session, or the entries of what has changed. Of a series one mail
    brings them all, each as a file of its own.
    An answer to what somebody has just done goes at once. All else keeps the quiet hours, unless it would
    come too late: after the beginning of the session's day, or after `needed_by`.
    Nothing goes where whose the application was is forgotten.
    """
    assert_in_transaction("send")
    if application.erased_at is not None:
        return
    if application.state in ENDED_STATES:
        # Whoever has left hears no more of what was to come, by whatever way it waits.
        drop_waiting_in_transaction(on_paper.causes_of(application), now=now)
        on_paper.take_off_in_transaction([application.pk], now=now)
    if not application.is_told_by_mail:
        on_paper.owe_in_transaction(application, letter, cause=cause, now=now)
        return
    told = _told_whole(application, calendar) if isinstance(calendar, str) else calendar
    leaves_at = None if is_answer else _leaves_at(application, now=now, needed_by=needed_by)
    if leaves_at is None and not _is_new(application, now):
        # No letter overtakes an earlier one.
        let_go_in_transaction(on_paper.causes_of(application), now=now)
    queue_mail_in_transaction(
        to=application.email,
        subject=letter.subject,
        text=letter.text,
        cause=f"{on_paper.causes_of(application)}{cause}",
        now=now,
        calendar=ics.together([_calendar_part(application, *each, now) for each in told]),
        leaves_at=leaves_at,
    )


def _told_whole(application: Application, method: str) -> list[Told]:
    """Return what calendars are told of a session: parts that are off by themselves stand in none."""
    if not method:
        return []
    off = {part.calendar_uid for part in parts_of(application.session) if not part.takes_place}
    return [(method, each) for each in session_entries(application.session) if each.uid not in off]


def _calendar_part(
    application: Application, method: str, entry: CalendarEntry, now: datetime
) -> ics.CalendarPart:
    write = ics.request if method == "REQUEST" else ics.cancel
    entry = replace(entry, url=links.address(application))
    name = application.agency_name or str(application)
    return write(entry, attendee_name=name, attendee_email=application.email, now=now)


def _leaves_at(application: Application, *, now: datetime, needed_by: datetime | None) -> datetime | None:
    day = quiet.day_of(next_start(application.session, now))
    if now >= day:
        return None
    return quiet.leaves_at(now, needed_by=min(day, needed_by) if needed_by else day)


def _is_new(application: Application, now: datetime) -> bool:
    return application.typed_at == now
