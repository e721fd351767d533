"""A calendar program as RFC 5546 wants one, for tests that ask what the people out there end up seeing.

It reads RFC 5545 by itself and strictly, so it shares no code with what it checks, and it refuses whatever
is known to fail in Outlook, Exchange, Google or Apple: a time zone without its definition, a mail without the
reader among its attendees, an organizer that is no address.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone

PROPERTY = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL
)
PARAMETER = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*", re.DOTALL)
FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
EXACTLY_ONCE = (
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "STATUS",
    "TRANSP",
    "SUMMARY",
    "DTSTART",
)


class UnreadableCalendarError(ValueError):
    """The file breaks a rule that some calendar program insists on."""


@dataclass(frozen=True)
class Property:
    name: str
    params: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [found for found in self.properties if found.name == name]

    def one(self, name: str) -> Property:
        found = self.all(name)
        if len(found) != 1:
            raise UnreadableCalendarError(f"{self.name} has {len(found)} times {name}")
        return found[0]

    def text(self, name: str) -> str:
        """Return the unescaped text of a property, empty if it is absent."""
        return unescaped(self.one(name).value) if self.all(name) else ""

    def inside(self, name: str) -> list["Component"]:
        return [child for child in self.children if child.name == name]


@dataclass(frozen=True)
class HeldEvent:
    """What the reader sees of one event; `ends` is the last day of an all-day event."""

    starts: datetime | date
    ends: datetime | date
    summary: str
    location: str
    url: str
    status: str
    sequence: int


class CalendarClient:
    """A person's calendar that gets messages by mail, polls a feed, or both.

    Of each UID it holds the version with the highest SEQUENCE, then DTSTAMP; anything older or equal is
    ignored. The latest feed decides what the subscription contains.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._held: dict[str, HeldEvent] = {}
        self._versions: dict[str, tuple[int, datetime]] = {}
        self._mailed: set[str] = set()
        self._subscribed: set[str] = set()
        self._feed_stamp = datetime.min.replace(tzinfo=UTC)

    def receive(self, ics: str | bytes) -> None:
        """Apply one file: a REQUEST or CANCEL from the mail, or a whole PUBLISH feed."""
        calendar = read(ics)
        method = calendar.one("METHOD").value
        zones = {zone.one("TZID").value: offset_of(zone) for zone in calendar.inside("VTIMEZONE")}
        events = calendar.inside("VEVENT")
        for event in events:
            self._check_people(event, method)
            self._keep(event, method, zones)
        uids = [event.one("UID").value for event in events]
        if len(set(uids)) != len(uids):
            raise UnreadableCalendarError("One UID stands twice in one file")
        if method in {"REQUEST", "CANCEL"}:
            if len(events) != 1:
                raise UnreadableCalendarError("A message is about one event")
            self._mailed.update(uids)
        elif method == "PUBLISH":
            self._subscribe(uids, max((stamp_of(event) for event in events), default=self._feed_stamp))
        else:
            raise UnreadableCalendarError(f"Unknown method {method}")

    def state(self) -> dict[str, HeldEvent]:
        """Return what the calendar shows now, by UID."""
        return {uid: self._held[uid] for uid in self._mailed | self._subscribed}

    def _subscribe(self, uids: list[str], stamp: datetime) -> None:
        if stamp >= self._feed_stamp:
            self._feed_stamp = stamp
            self._subscribed = set(uids)

    def _keep(self, event: Component, method: str, zones: dict[str, timezone]) -> None:
        uid = event.one("UID").value
        held = held_event(event, zones)
        version = (held.sequence, stamp_of(event))
        if uid not in self._versions or version > self._versions[uid]:
            self._versions[uid] = version
            self._held[uid] = replace(held, status="CANCELLED") if method == "CANCEL" else held

    def _check_people(self, event: Component, method: str) -> None:
        attendees = event.all("ATTENDEE")
        if method == "PUBLISH":
            if attendees:
                raise UnreadableCalendarError("A feed names no attendees")
        elif not event.all("ORGANIZER"):
            raise UnreadableCalendarError("A message needs its organizer")
        elif len(attendees) != 1 or self._address not in {None, attendees[0].value.removeprefix("mailto:")}:
            raise UnreadableCalendarError("The message is for somebody else")
        for person in attendees + event.all("ORGANIZER"):
            if not re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", person.value):
                raise UnreadableCalendarError(f"{person.value} is no calendar address")
        if (method == "REQUEST" and event.one("STATUS").value != "CONFIRMED") or (
            method == "CANCEL" and (event.one("STATUS").value != "CANCELLED" or event.children)
        ):
            raise UnreadableCalendarError(f"A {method} of this status and these parts is not allowed")


def read(ics: str | bytes) -> Component:
    """Return the VCALENDAR of a file, or raise UnreadableCalendarError with the rule that it breaks."""
    root = Component("")
    open_components = [root]
    for line in unfolded(ics.encode() if isinstance(ics, str) else ics):
        parsed = parse(line)
        if parsed.name == "BEGIN":
            component = Component(parsed.value)
            open_components[-1].children.append(component)
            open_components.append(component)
        elif parsed.name == "END":
            if open_components.pop().name != parsed.value:
                raise UnreadableCalendarError(f"END:{parsed.value} closes something else")
        else:
            open_components[-1].properties.append(parsed)
    if (
        open_components != [root]
        or [child.name for child in root.children] != ["VCALENDAR"]
        or root.properties
    ):
        raise UnreadableCalendarError("The file is not one VCALENDAR")
    calendar = root.children[0]
    if calendar.one("VERSION").value != "2.0" or not calendar.one("PRODID").value:
        raise UnreadableCalendarError("The calendar does not say what it is")
    return calendar


def unfolded(content: bytes) -> list[str]:
    """Return the content lines; each physical line has at most 75 octets and is whole UTF-8 by itself."""
    *physical_lines, rest = content.split(b"\r\n")
    if rest:
        raise UnreadableCalendarError("The last line has no end")
    lines: list[str] = []
    for physical in physical_lines:
        if len(physical) > 75:
            raise UnreadableCalendarError(f"{len(physical)} octets in one line")
        try:
            text = physical.decode()
        except UnicodeDecodeError as error:
            raise UnreadableCalendarError("A fold breaks a character") from error
        if FORBIDDEN.search(text):
            raise UnreadableCalendarError(f"A control character in {text!r}")
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def parse(line: str) -> Property:
    match = PROPERTY.fullmatch(line)
    if not match:
        raise UnreadableCalendarError(f"Not a content line: {line!r}")
    params = {name: quoted or plain for name, quoted, plain in PARAMETER.findall(match["params"])}
    return Property(match["name"], params, match["value"])


def unescaped(value: str) -> str:
    if not TEXT.fullmatch(value):
        raise UnreadableCalendarError(f"Text is not escaped: {value!r}")
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def offset_of(zone: Component) -> timezone:
    """Return the offset of a time zone that has only one; the house knows no other."""
    if [part.name for part in zone.children] != ["STANDARD"]:
        raise UnreadableCalendarError("A time zone with changes is not expected")
    sign, hours, minutes = re.fullmatch(
        r"([+-])(\d\d)(\d\d)", zone.children[0].one("TZOFFSETTO").value
    ).groups()
    return timezone(int(f"{sign}1") * timedelta(hours=int(hours), minutes=int(minutes)))


def held_event(event: Component, zones: dict[str, timezone]) -> HeldEvent:
    for name in EXACTLY_ONCE:
        event.one(name)
    starts = moment(event.one("DTSTART"), zones)
    ends = starts
    if event.all("DTEND"):
        ends = moment(event.one("DTEND"), zones)
        if type(starts) is not type(ends) or ends <= starts:
            raise UnreadableCalendarError("DTEND must be later than DTSTART and of its kind")
        if not isinstance(ends, datetime):
            ends -= timedelta(days=1)
    return HeldEvent(
        starts=starts,
        ends=ends,
        summary=event.text("SUMMARY"),
        location=event.text("LOCATION"),
        url=event.one("URL").value if event.all("URL") else "",
        status=event.one("STATUS").value,
        sequence=int(event.one("SEQUENCE").value),
    )


def stamp_of(event: Component) -> datetime:
    stamp = moment(event.one("DTSTAMP"), {})
    if not isinstance(stamp, datetime):
        raise UnreadableCalendarError("DTSTAMP is a moment in UTC")
    return stamp


def moment(prop: Property, zones: dict[str, timezone]) -> datetime | date:
    if prop.params.get("VALUE") == "DATE":
        return datetime.strptime(prop.value, "%Y%m%d").replace(tzinfo=UTC).date()
    if prop.value.endswith("Z"):
        return datetime.strptime(prop.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = prop.params.get("TZID")
    if zone not in zones:
        raise UnreadableCalendarError(f"The time zone {zone} is not defined in the file")
    return datetime.strptime(prop.value, "%Y%m%dT%H%M%S").replace(tzinfo=zones[zone])
