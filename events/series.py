"""Dates that take several meetings: which parts a date has, how they are named, and which is next.

A date without parts costs no query: `Session.part_count` says so. Lists load the parts of all at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from .enums import DateState
from .models import Part, Session


def load_parts(sessions: Iterable[Session]) -> None:
    """Read the parts of all of these dates in one query, in none where no date has any."""
    series = [session for session in sessions if session.part_count]
    if series:
        prefetch_related_objects(series, "parts")


def parts_of(session: Session) -> list[Part]:
    """Return the parts of a date by their number, those that are off too; none of a single meeting."""
    if not session.part_count:
        return []
    load_parts([session])
    parts = sorted(session.parts.all(), key=lambda part: part.number)
    for part in parts:
        part.session = session
    return parts


def taking_place(session: Session) -> list[Part]:
    """Return the parts that are neither off nor put off."""
    return [part for part in parts_of(session) if part.takes_place]


def forget_parts(session: Session) -> None:
    """Let the parts be read anew: they have been added or taken off."""
    getattr(session, "_prefetched_objects_cache", {}).pop("parts", None)


def meetings(session: Session) -> list[tuple[datetime, datetime]]:
    """Return from when until when people really meet, in local time: of a single meeting its span."""
    held: Sequence[Session | Part] = taking_place(session) or [session]
    return [(timezone.localtime(each.starts_at), timezone.localtime(each.ends_at)) for each in held]


def meets_on(session: Session, day: date) -> bool:
    """Return whether a meeting begins on this day."""
    return any(starts.date() == day for starts, _ in meetings(session))


def was_held(session: Session, now: datetime) -> bool:
    """Return whether a date that takes place is over, or a part of it."""
    return any(ends <= now for _, ends in meetings(session))


def next_start(session: Session, now: datetime) -> datetime:
    """Return when the meeting begins that is next or going on; of what is over, when the last one began."""
    found = meetings(session)
    return next((starts for starts, ends in found if ends > now), found[-1][0])


def span_of_parts(parts: Iterable[Part]) -> tuple[datetime, datetime]:
    """Return from when until when a series goes: its first start and its last end, of those taking place."""
    known = list(parts)
    held = [part for part in known if part.state == DateState.PLANNED] or known
    return min(part.starts_at for part in held), max(part.ends_at for part in held)
