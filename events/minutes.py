"""How long somebody was there: the one place that rooms ask."""

from collections.abc import Iterable

from .enums import Attendance
from .models import Participant, Session
from .registries import minute_sources
from .series import load_parts, meetings

SECONDS = 60


def session_minutes(session: Session) -> int:
    """Return the length of a date in whole minutes; of a series that of its parts together."""
    return sum(int((ends - starts).total_seconds()) // SECONDS for starts, ends in meetings(session))


def minutes_of(participants: Iterable[Participant]) -> dict[int, int | None]:
    """Return how many minutes each took part, by id; None while nobody has said whether they came.

    Whoever was marked as present was there for the whole time, unless a room has measured it. Reads
    `session` of each; asks each room once, however many they are.
    """
    people = list(participants)
    load_parts(person.session for person in people)
    came = [person.pk for person in people if person.attendance == Attendance.ATTENDED]
    measured: dict[int, int] = {}
    for source in minute_sources:
        measured |= source(came)
    found: dict[int, int | None] = {}
    for person in people:
        if person.attendance == Attendance.ATTENDED:
            found[person.pk] = measured.get(person.pk, session_minutes(person.session))
        else:
            found[person.pk] = 0 if person.attendance else None
    return found
