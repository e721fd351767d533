"""The only place where an iCalendar file is written (RFC 5545, 5546, 7986)."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

from foundation.calendar.entries import TOKYO, CalendarEntry, require_aware

Method = Literal["REQUEST", "CANCEL"]

PRODUCT = "-//Tsunagu//Calendar//JA"
_END, _CANCELS = "END:VCALENDAR\r\n", "\r\nMETHOD:CANCEL\r\n"
URI_CHARACTERS = "%:/?#[]@!$&'()*+,;=~"

# Written out, since Japan has had one offset since 1951: the file never changes with a time zone database.
ASIA_TOKYO = Timezone.from_ical(
    "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZNAME:JST\r\n"
    "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
)


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """One message about one entry to one person: a mail's alternative part, and its attachment.

    `content` has CRLF line ends and is given to the mail as text, under `content_type`: Outlook shows an
    invitation only if the method stands in the header of the part too.
    """

    content: str
    method: Method

    @property
    def content_type(self) -> str:
        return f"text/calendar; method={self.method}; charset=UTF-8"

    @property
    def file_name(self) -> str:
        return {"REQUEST": "invite.ics", "CANCEL": "cancel.ics"}[self.method]


def together(parts: Sequence[CalendarPart]) -> CalendarPart | None:
    """Return one stream of several messages (RFC 5545 3.4), for one mail about several entries.

    Each keeps its own method: RFC 5546 wants one UID in each message. None of nothing.
    """
    if not parts:
        return None
    return CalendarPart("".join(part.content for part in parts), parts[0].method)


def taken_apart(stream: str) -> list[CalendarPart]:
    """Return the messages of a stream that `together` made, in their order."""
    contents = [f"{each}{_END}" for each in stream.split(_END)[:-1]]
    return [CalendarPart(each, "CANCEL" if _CANCELS in each else "REQUEST") for each in contents]


def feed_window(
    entries: Iterable[CalendarEntry],
    *,
    now: datetime,
    cancelled_days: int = 90,
    past_days: int = 365,
) -> list[CalendarEntry]:
    """Return the entries that a feed still carries, in the order given.

    A cancelled entry stays `cancelled_days` after its last change, the cancellation, so that a calendar
    that is rarely opened learns of it; any other stays `past_days` after its end.
    """
    require_aware(now)
    return [
        entry
        for entry in entries
        if (
            now - entry.last_modified <= timedelta(days=cancelled_days)
            if entry.cancelled
            else now - entry.is_over_at <= timedelta(days=past_days)
        )
    ]


def publish(entries: Iterable[CalendarEntry], *, name: str, ttl_hours: int, now: datetime) -> bytes:
    """Return a feed or a download of `entries`, ordered by UID, the same bytes for the same input.

    Cancelled entries stay in it with STATUS:CANCELLED. Of two versions with one UID the later one counts.
    Readers are asked to come again after `ttl_hours`; Google comes when it likes, so a change is mailed too.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("name", _Text(_line(name)))
    calendar.add("x-wr-calname", _Text(_line(name)))
    calendar.add("x-published-ttl", f"PT{ttl_hours}H")
    calendar.add("refresh-interval", timedelta(hours=ttl_hours), {"VALUE": "DURATION"})
    latest = {entry.uid: entry for entry in sorted(entries, key=lambda e: (e.sequence, e.last_modified))}
    for uid in sorted(latest):
        calendar.add_component(_event(latest[uid], now=now))
    content: bytes = calendar.to_ical()
    return content


def request(entry: CalendarEntry, *, attendee_name: str, attendee_email: str, now: datetime) -> CalendarPart:
    """Return the message that puts `entry` into the calendar of one attendee, or brings it up to date.

    Raises ValueError for a cancelled entry and for one without an organizer's address.
    """
    if entry.cancelled:
        raise ValueError("A cancelled entry cannot be requested")
    return _message("REQUEST", entry, _event(entry, now=now), attendee_name, attendee_email)


def cancel(entry: CalendarEntry, *, attendee_name: str, attendee_email: str, now: datetime) -> CalendarPart:
    """Return the message that takes `entry` out of the calendar of one attendee.

    The entry itself may go on: the attendee has then withdrawn. STATUS:CANCELLED is written in both cases
    although RFC 5546 3.2.5 asks for it only in the first: some programs, Exchange among them, have trouble
    without it (owncloud/core #34468). Raises ValueError for an entry without an organizer's address.
    """
    event = _event(entry, now=now)
    event["status"] = vText("CANCELLED")
    event["transp"] = vText("TRANSPARENT")
    event.subcomponents.clear()  # RFC 5546 3.2.5 allows no alarm here
    return _message("CANCEL", entry, event, attendee_name, attendee_email)


class _Text(vText):
    r"""A text whose every backslash is kept; icalendar 7.3 writes a literal ``\N`` as a line break."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
        return escaped.encode()


def _text(value: str) -> str:
    """Return `value` with plain line ends and without control characters, which no reader accepts.

    Format characters stay: emoji of several parts are joined by them.
    """
    lines = "\n".join(value.splitlines())
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def _line(value: str) -> str:
    return _text(value).replace("\n", " ")


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(ASIA_TOKYO)
    return calendar


def _message(
    method: Method,
    entry: CalendarEntry,
    event: Event,
    attendee_name: str,
    attendee_email: str,
) -> CalendarPart:
    if not entry.organizer_email:
        raise ValueError("A calendar message needs the address of its organizer")
    event.add(
        "attendee",
        vCalAddress.new(
            _line(attendee_email),
            cn=_line(attendee_name) or None,
            cutype="INDIVIDUAL",
            role="REQ-PARTICIPANT",
            partstat="ACCEPTED",  # the seat is applied for and given; the calendar asks nothing more
            rsvp=False,
        ),
    )
    calendar = _calendar(method)
    calendar.add_component(event)
    return CalendarPart(calendar.to_ical().decode(), method)


def _event(entry: CalendarEntry, *, now: datetime) -> Event:
    require_aware(now)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("created", entry.created)
    event.add("last-modified", entry.last_modified)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", _Text(_line(entry.summary)))
    _add_times(event, entry)
    if entry.description:
        event.add("description", _Text(_text(entry.description)))
    if entry.location:
        event.add("location", _Text(_line(entry.location)))
    if entry.url:
        event.add("url", quote(_line(entry.url), safe=URI_CHARACTERS))
    if entry.categories:
        event.add("categories", [_line(category) for category in entry.categories])
    if entry.organizer_email:  # a name alone is no calendar address
        organizer = vCalAddress.new(_line(entry.organizer_email), cn=_line(entry.organizer_name) or None)
        event.add("organizer", organizer)
    if entry.alarm_minutes is not None and not entry.cancelled:
        event.add_component(_alarm(entry, minutes=entry.alarm_minutes))
    return event


def _add_times(event: Event, entry: CalendarEntry) -> None:
    """Write start, end and whether the time counts as taken.

    DTEND is exclusive, and left out for a moment without length (RFC 5545 3.6.1 wants it later than
    DTSTART). Days and moments do not make anyone busy.
    """
    takes_time = False
    if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
        event.add("dtstart", entry.starts.astimezone(TOKYO))
        takes_time = entry.ends > entry.starts
        if takes_time:
            event.add("dtend", entry.ends.astimezone(TOKYO))
    else:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends + timedelta(days=1))
    event.add("transp", "OPAQUE" if takes_time and not entry.cancelled else "TRANSPARENT")


def _alarm(entry: CalendarEntry, *, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _Text(_line(entry.summary)))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
