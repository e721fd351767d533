"""Visits in the centre's public feed: name and day of meetings that may stand there, and no more."""

from datetime import datetime

from django.conf import settings

from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import feed_window

from . import queries
from .models import Attendance


def calendar_entries(*, now: datetime) -> list[CalendarEntry]:
    """Return the visits to meetings that may be told, whole days; those called off for a while too."""
    return feed_window([_entry(each) for each in queries.in_the_feed()], now=now)


def _entry(visit: Attendance) -> CalendarEntry:
    return CalendarEntry(
        uid=visit.calendar_uid,
        sequence=visit.calendar_sequence,
        starts=visit.day,
        ends=visit.day,
        summary=f"{visit.meeting.name}（センターが出席します）",
        url=settings.OWN_URL,
        cancelled=bool(visit.called_off_because),
        organizer_name=settings.WAGTAIL_SITE_NAME,
        organizer_email=settings.ORGANIZER_EMAIL,
        categories=(visit.meeting.get_kind_display(),),
        last_modified=visit.calendar_changed_at,
        created=visit.created_at,
    )
