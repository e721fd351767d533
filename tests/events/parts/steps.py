"""A series of three afternoons, and what calendars end up with."""

from datetime import timedelta

from events.entries import session_entries
from events.models import Session
from events.services.parts import PartPlan, write_parts
from foundation.calendar.ics import taken_apart
from foundation.mail.models import OutgoingMail
from tests.factories.events import NOW, STARTS_AT
from tests.foundation.calendar_client import CalendarClient
from tests.foundation.calendar_entries import as_held

READER = "minamo@example.jp"
A_WEEK = timedelta(weeks=1)


def three_plans(parts=(), *, starts_at=STARTS_AT):
    """Return plans a week apart, for the parts that there are."""
    known = [part.pk for part in parts] or [None] * 3
    places = ("", "西部公民館", "")
    titles = ("出会う", "つなぐ", "続ける")
    return [
        PartPlan(
            starts_at + number * A_WEEK,
            starts_at + number * A_WEEK + timedelta(hours=2),
            title=titles[number],
            venue=places[number],
            part_id=known[number],
        )
        for number in range(3)
    ]


def written(session, actor, plans=None, *, now=NOW):
    session = write_parts(
        session=session, plans=three_plans() if plans is None else plans, actor=actor, now=now
    )
    return fresh(session)


def fresh(session):
    return Session.objects.select_related("event").get(pk=session.pk)


def held_by_mail(*, shuffled_by=None):
    """Return what a calendar holds that got every mail so far, in any order."""
    brought = OutgoingMail.objects.exclude(calendar="").order_by("id").values_list("calendar", flat=True)
    mails = [part.content for stream in brought for part in taken_apart(stream)]
    if shuffled_by is not None:
        shuffled_by.shuffle(mails)
    client = CalendarClient(READER)
    for mail in mails:
        client.receive(mail)
    return client.state()


def meant(session, *, url):
    """Return what a calendar must hold: all that takes place."""
    return {
        entry.uid: as_held(entry) for entry in session_entries(fresh(session), url=url) if not entry.cancelled
    }


def going_on(held):
    return {uid: event for uid, event in held.items() if event.status != "CANCELLED"}
