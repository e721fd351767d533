"""What stands in a calendar, and the version of it that every copy in the world is compared with."""

import uuid
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

# RFC 5546 2.1.4: time and status must raise SEQUENCE, and so must whatever puts an attendee's answer in
# doubt; for us that is also where one goes (or clicks) and what it is about.
SEQUENCE_RAISING_FIELDS = frozenset({"starts", "ends", "cancelled", "location", "url", "summary"})
VERSION_FIELDS = frozenset({"uid", "sequence", "last_modified", "created"})


def require_aware(*moments: datetime) -> None:
    """Raise ValueError if a moment has no time zone: it would be shown hours off."""
    for moment in moments:
        if moment.utcoffset() is None:
            raise ValueError(f"A moment in a calendar needs a time zone: {moment!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarState:
    """The values that a record stores for its calendar entry; no other place may make them up."""

    uid: str
    sequence: int = 0
    last_modified: datetime
    cancelled: bool = False

    def __post_init__(self) -> None:
        require_aware(self.last_modified)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarEntry:
    """One entry, either timed (`starts`, `ends` are aware moments) or all-day (both are dates).

    The last day of an all-day entry is `ends` itself, as people write 1日〜3日. A moment without length
    (a deadline) has `ends == starts`. Raises ValueError when the pair is mixed, backwards or naive.
    """

    uid: str
    sequence: int
    starts: datetime | date
    ends: datetime | date
    summary: str
    last_modified: datetime
    created: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False
    organizer_name: str = ""
    organizer_email: str | None = None
    categories: tuple[str, ...] = ()
    alarm_minutes: int | None = None

    def __post_init__(self) -> None:
        require_aware(self.last_modified, self.created)
        if isinstance(self.starts, datetime) != isinstance(self.ends, datetime):
            raise ValueError("An entry is all-day or timed, never half of each")
        if isinstance(self.starts, datetime) and isinstance(self.ends, datetime):
            require_aware(self.starts, self.ends)
        if self.ends < self.starts:
            raise ValueError(f"The entry ends before it starts: {self.starts} to {self.ends}")

    @property
    def is_over_at(self) -> datetime:
        """Return the moment when the entry is over; for an all-day entry midnight after its last day."""
        if isinstance(self.ends, datetime):
            return self.ends
        return datetime(self.ends.year, self.ends.month, self.ends.day, tzinfo=TOKYO) + timedelta(days=1)


def new_uid(domain: str) -> str:
    """Return a random UID at `domain`, to be stored once with the record and never made again.

    It is derived neither from a host nor from a key: both change when a portal moves or is restored, and
    every calendar would then show the event twice.
    """
    return f"{uuid.uuid4()}@{domain}"


def changed(state: CalendarState, *, now: datetime) -> CalendarState:
    """Return the state with the next SEQUENCE, so that every copy of an older one gives way."""
    return replace(state, sequence=state.sequence + 1, last_modified=now)


def changed_fields(before: CalendarEntry, after: CalendarEntry) -> frozenset[str]:
    """Return the names of the fields in which two versions of an entry differ, the version itself apart."""
    names = {field.name for field in fields(CalendarEntry)} - VERSION_FIELDS
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))


def revised(before: CalendarEntry, after: CalendarEntry, *, now: datetime) -> CalendarState:
    """Return the state to store once `before` has been edited into `after`.

    SEQUENCE rises if one of `SEQUENCE_RAISING_FIELDS` differs; any other difference only moves
    LAST-MODIFIED; without a difference nothing moves. UID and version of `after` are not looked at.
    """
    state = CalendarState(
        uid=before.uid,
        sequence=before.sequence,
        last_modified=before.last_modified,
        cancelled=after.cancelled,
    )
    differing = changed_fields(before, after)
    if differing & SEQUENCE_RAISING_FIELDS:
        return changed(state, now=now)
    return replace(state, last_modified=now) if differing else state
