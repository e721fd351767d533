"""How long somebody was there: the one place that rooms ask."""

from .enums import Attendance
from .models import Participant, Session

SECONDS = 60


def session_minutes(session: Session) -> int:
    """Return the length of a date in whole minutes."""
    return int((session.ends_at - session.starts_at).total_seconds()) // SECONDS


def minutes_attended(participant: Participant) -> int | None:
    """Return how many minutes somebody took part; None while nobody has said whether they came.

    Whoever was marked as present was there for the whole time. Reads `participant.session`.
    """
    if not participant.attendance:
        return None
    return session_minutes(participant.session) if participant.attendance == Attendance.ATTENDED else 0
