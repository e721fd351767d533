"""The day of tests: a seminar that begins at 13:30 today, and people at its door."""

from datetime import datetime, timedelta

from events.attendance.enums import FactKind, Means
from events.attendance.services.noting import note
from events.enums import Way
from events.models import Participant
from events.services.applying import PersonRequest
from tests.factories.events import NOW, TOKYO, apply, make_event

BEGINS = datetime(2026, 11, 24, 13, 30, tzinfo=TOKYO)
ENDS = BEGINS + timedelta(hours=3)
BEFORE = NOW - timedelta(days=20)


def at(hour, minute=0, second=0):
    """Return a moment of the day."""
    return datetime(2026, 11, 24, hour, minute, second, tzinfo=TOKYO)


def make_day(*, people=3, venue=20, names=None, **details):
    """Make the date of today with people of one agency."""
    session = make_event(now=BEFORE, starts_at=BEGINS, venue=venue, **details).sessions.get()
    if people:
        seat(session, people, names=names)
    return session


def seat(session, people, *, names=None, way=Way.VENUE, **fields):
    """Let people take seats long before the day."""
    names = names or [f"参加 {number}" for number in range(1, people + 1)]
    listed = [PersonRequest(way, name, "サンカ") for name in names]
    fields = {"agency_name": "みなも作業所"} | fields
    return apply(session, listed, now=BEFORE + timedelta(days=1), **fields)


def person_of(session, name):
    return Participant.objects.select_related("session").get(session=session, name=name)


def came(session, *names, actor, now):
    return _noted(FactKind.ARRIVED, session, names, actor, now)


def left(session, *names, actor, now):
    return _noted(FactKind.LEFT, session, names, actor, now)


def _noted(kind, session, names, actor, now):
    people = [person_of(session, name).pk for name in names]
    return note(session=session, participants=people, kind=kind, means=Means.LIST, actor=actor, now=now)
