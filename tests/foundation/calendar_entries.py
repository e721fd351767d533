"""Entries to test with, and the ways in which they leave the house."""

from datetime import datetime
from zoneinfo import ZoneInfo

from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import cancel, publish, request
from tests.foundation.calendar_client import HeldEvent

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 4, 1, 9, tzinfo=TOKYO)
NAIVE = NOW.replace(tzinfo=None)
READER = "c@nozomi.example.jp"


def an_entry(**values) -> CalendarEntry:
    return CalendarEntry(
        **{
            "uid": "seminar@tsunagu.example.jp",
            "sequence": 0,
            "starts": datetime(2026, 6, 5, 13, 30, tzinfo=TOKYO),
            "ends": datetime(2026, 6, 5, 16, 0, tzinfo=TOKYO),
            "summary": "受入れ研修会",
            "created": NOW,
            "last_modified": NOW,
            "organizer_name": "地域生活定着支援センター",
            "organizer_email": "desk@tsunagu.example.jp",
        }
        | values,
    )


def feed(*entries, now=NOW) -> bytes:
    return publish(entries, name="研修カレンダー", ttl_hours=12, now=now)


def requested(entry, *, now=NOW) -> str:
    return request(entry, attendee_name="職員 C", attendee_email=READER, now=now).content


def cancelled(entry, *, now=NOW) -> str:
    return cancel(entry, attendee_name="職員 C", attendee_email=READER, now=now).content


def as_held(entry) -> HeldEvent:
    """Return what a reader must see of `entry`."""
    return HeldEvent(
        starts=entry.starts,
        ends=entry.ends,
        summary=entry.summary,
        location=entry.location,
        url=entry.url,
        status="CANCELLED" if entry.cancelled else "CONFIRMED",
        sequence=entry.sequence,
    )
