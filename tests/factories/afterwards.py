"""Seminars that are over, with people who came, for whatever follows them."""

from datetime import timedelta

from events.enums import Attendance, Way
from events.models import Participant
from events.services.applying import PersonRequest
from events.services.attendance import mark_attendance
from tests.factories.events import NOW, apply, make_event

# The seminar of most tests was four days ago.
HELD_AT = NOW - timedelta(days=4)
BEFORE = HELD_AT - timedelta(days=20)


def make_held_event(*, people=3, sessions=1, agency=None, email="minamo@example.jp", **details):
    """Make a seminar that is over, with an application for each date; nobody is marked yet."""
    starts_at = HELD_AT - timedelta(days=7 * (sessions - 1))
    event = make_event(now=BEFORE, starts_at=starts_at, sessions=sessions, **details)
    for session in event.sessions.all():
        add_people(session, people, agency=agency, email=email)
    return event


def add_people(session, people, *, agency=None, email="minamo@example.jp", names=None):
    """Let an agency, or one of a typed name, have seats for people with different names."""
    names = names or [f"参加 {number}" for number in range(1, people + 1)]
    listed = [PersonRequest(Way.VENUE, name, "サンカ" if name else "") for name in names]
    fields = {"agency": agency, "agency_name": "" if agency else "みなも作業所"}
    fields |= {"email": email, "reply_way": "mail" if email else "phone"}
    deadline = session.event.deadline_at
    return apply(session, listed, now=min(NOW, deadline - timedelta(hours=1)), **fields)


def mark(event, *, actor, attended=None, now=NOW):
    """Mark everybody as present, or only people of these names, and the others as absent."""
    for session in event.sessions.all():
        people = Participant.objects.filter(session=session)
        marks = {
            person.pk: Attendance.ATTENDED
            if attended is None or person.name in attended
            else Attendance.ABSENT
            for person in people
        }
        mark_attendance(session=session, marks=marks, actor=actor, now=now)


def people_of(event):
    return list(Participant.objects.filter(session__event=event).order_by("id"))
