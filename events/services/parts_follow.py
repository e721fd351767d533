"""The parts of a series go along when their date moves, is off, or is called something else."""

from datetime import datetime, timedelta

from events.models import Part, Session
from events.series import parts_of
from foundation.transactions import assert_in_transaction


def follow_session_in_transaction(session: Session, *, was_sequence: int, now: datetime) -> None:
    """Save the parts of a date that has changed; where it has a new version, so have they."""
    assert_in_transaction("follow_session")
    for part in parts_of(session):
        # What is off by itself stands in no calendar.
        if session.calendar_sequence > was_sequence and part.takes_place:
            part.calendar_sequence, part.calendar_changed_at = part.calendar_sequence + 1, now
        part.save()


def move_part(part: Part, moved_by: timedelta) -> None:
    """Move a part; the first plan is remembered. Nothing is saved."""
    if moved_by:
        part.planned_starts_at = part.planned_starts_at or part.starts_at
        part.starts_at, part.ends_at = part.starts_at + moved_by, part.ends_at + moved_by
