"""Sessions as calendar entries, with the UID and SEQUENCE that are stored with them."""

from datetime import datetime

from django.conf import settings

from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import feed_window

from .enums import EventState, Way
from .models import Application, Event, Session

ALARM_MINUTES = 60


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
        cancelled=event.state == EventState.CANCELLED,
        organizer_name=settings.WAGTAIL_SITE_NAME,
        organizer_email=settings.ORGANIZER_EMAIL,
        categories=(event.get_kind_display(),),
        last_modified=session.calendar_changed_at,
        created=event.created_at,
        alarm_minutes=ALARM_MINUTES,
    )


def calendar_entries(*, now: datetime) -> list[CalendarEntry]:
    """Return the entries of what the public may read, cancelled sessions too, while a feed carries them."""
    sessions = Session.objects.filter(event__in=Event.objects.readable()).select_related("event")
    return feed_window([session_entry(session) for session in sessions], now=now)


def application_entry(application: Application, *, url: str) -> CalendarEntry:
    """Return a session's entry for one applicant: it leads to the application's own page."""
    return session_entry(application.session, url=url)


def _location(session: Session) -> str:
    places = []
    if Way.VENUE in session.capacity:
        places.append(" ".join(part for part in (session.venue, session.venue_address) if part))
    if Way.ONLINE in session.capacity:
        places.append("オンライン")
    return "／".join(places)
