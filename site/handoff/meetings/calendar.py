"""One meeting as a calendar knows it: when, and the number of the hand-off. It tells of nobody."""

from foundation.calendar.entries import CalendarEntry

from .enums import MeetingState
from .reading import MeetingRead


def entry_of(read: MeetingRead) -> CalendarEntry:
    """Return what stands in a calendar of a meeting that was called; each change gives way to the next."""
    meeting = read.meeting
    assert meeting.called_at is not None, "only what was called stands in calendars"
    return CalendarEntry(
        uid=meeting.calendar_uid,
        sequence=meeting.version,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        summary=f"合同支援会議 {read.reference}",
        last_modified=meeting.changed_at,
        created=meeting.called_at,
        cancelled=meeting.state == MeetingState.CALLED_OFF,
    )
