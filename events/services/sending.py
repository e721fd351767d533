"""A letter goes to an application's own address, with its calendar entry where asked."""

from datetime import datetime

from events import letters, links, on_paper
from events.entries import application_entry
from events.models import Application
from foundation.calendar import ics
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction


def send_in_transaction(
    application: Application, letter: letters.Letter, *, cause: str, now: datetime, calendar: str = ""
) -> None:
    """Queue a letter to an application's own address, if it has one, with the calendar entry where asked."""
    assert_in_transaction("send")
    on_paper.owe_in_transaction(application, letter, cause=cause, now=now)
    if not application.email:
        return
    part = None
    if calendar:
        entry = application_entry(application, url=links.address(application))
        write = ics.request if calendar == "REQUEST" else ics.cancel
        name = application.agency_name or str(application)
        part = write(entry, attendee_name=name, attendee_email=application.email, now=now)
    queue_mail_in_transaction(
        to=application.email,
        subject=letter.subject,
        text=letter.text,
        cause=f"events.application:{application.pk}:{cause}",
        now=now,
        calendar=part,
    )
