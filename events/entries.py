"""Sessions and deadlines as calendar entries, with the UID and SEQUENCE that are stored with them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from foundation.calendar.entries import CalendarEntry, CalendarState, changed, revised
from foundation.calendar.ics import feed_window
from foundation.japanese.dates import clock_time, long_date

from .enums import DateState, EventState, Way
from .models import Application, Event, Part, Session
from .series import load_parts, parts_of

ALARM_MINUTES = 60
DEADLINE = "申込の締切"


def session_entry(session: Session, *, url: str = "") -> CalendarEntry:
    """Return the public entry of a session: place and title, never the online address."""
    event = session.event
    return CalendarEntry(
        uid=session.calendar_uid,
        sequence=session.calendar_sequence,
        starts=session.starts_at,
        ends=session.ends_at,
        summary=event.title,
        description=event.summary,
        location=_location(session),
        url=url or f"{settings.OWN_URL}{event.get_absolute_url()}",
        cancelled=event.state == EventState.CANCELLED or session.state != DateState.PLANNED,
        organizer_name=settings.WAGTAIL_SITE_NAME,
        organizer_email=settings.ORGANIZER_EMAIL,
        categories=(event.get_kind_display(),),
        last_modified=session.calendar_changed_at,
        created=event.created_at,
        alarm_minutes=ALARM_MINUTES,
    )


def session_entries(session: Session, *, url: str = "") -> list[CalendarEntry]:
    """Return what stands in calendars of a date: one entry, or one for each of its parts."""
    whole = session_entry(session, url=url)
    return [_part_entry(part, whole) for part in parts_of(session)] or [whole]


def _part_entry(part: Part, whole: CalendarEntry) -> CalendarEntry:
    place = " ".join(filter(None, (part.venue, part.venue_address)))
    return replace(
        whole,
        uid=part.calendar_uid,
        sequence=part.calendar_sequence,
        starts=part.starts_at,
        ends=part.ends_at,
        summary="　".join(filter(None, (f"{whole.summary}（{part.name}）", part.title))),
        location=_location(part.session, place),
        cancelled=whole.cancelled or not part.takes_place,
        last_modified=part.calendar_changed_at,
    )


def deadline_entry(event: Event) -> CalendarEntry:
    """Return the public entry of an event's application period: the moment at which it ends."""
    return CalendarEntry(
        uid=event.deadline_uid,
        sequence=event.deadline_sequence,
        starts=event.deadline_at,
        ends=event.deadline_at,
        summary=f"申込の締切　{event.title}",
        description=f"申し込みの受付：{_moment(event.opens_at)}から{_moment(event.deadline_at)}まで",
        url=f"{settings.OWN_URL}{event.get_absolute_url()}",
        cancelled=event.state == EventState.CANCELLED,
        organizer_name=settings.WAGTAIL_SITE_NAME,
        organizer_email=settings.ORGANIZER_EMAIL,
        categories=(DEADLINE,),
        last_modified=event.deadline_changed_at,
        created=event.created_at,
    )


def revised_deadline(before: CalendarEntry, event: Event, *, now: datetime) -> CalendarState:
    """Return the version to store with an event whose deadline entry was `before`.

    The opening stands in the description alone, which by itself raises no SEQUENCE; here it does.
    """
    after = deadline_entry(event)
    state = revised(before, after, now=now)
    if state.sequence == before.sequence and before.description != after.description:
        return changed(state, now=now)
    return state


def calendar_entries(*, now: datetime) -> list[CalendarEntry]:
    """Return the entries of what the public may read, dates and deadlines, while a feed carries them."""
    sessions = Session.objects.filter(event__in=Event.objects.readable()).select_related("event")
    found = list(sessions)
    return feed_window([*entries_of(found), *deadline_entries(found)], now=now)


def entries_of(sessions: Iterable[Session]) -> list[CalendarEntry]:
    """Return what stands in calendars of these dates."""
    found = list(sessions)
    load_parts(found)
    return [entry for session in found for entry in session_entries(session)]


def deadline_entries(sessions: Iterable[Session]) -> list[CalendarEntry]:
    """Return the deadline of each event of these sessions, once."""
    return [deadline_entry(event) for event in {each.event_id: each.event for each in sessions}.values()]


def application_entries(application: Application, *, url: str) -> list[CalendarEntry]:
    """Return a session's entries for one applicant: they lead to the application's own page."""
    return session_entries(application.session, url=url)


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{long_date(local.date())}{clock_time(local.time())}"


def _location(session: Session, place: str = "") -> str:
    places = []
    if Way.VENUE in session.capacity:
        places.append(place or " ".join(part for part in (session.venue, session.venue_address) if part))
    if Way.ONLINE in session.capacity:
        places.append("オンライン")
    return "／".join(places)
