"""Lectures as calendar entries; UID and SEQUENCE are those stored with the event's session."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from events.entries import session_entry
from events.enums import EventState
from events.models import Session
from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import feed_window

from .models import LectureRequest


def calendar_entries(*, now: datetime) -> list[CalendarEntry]:
    """Return the lectures of the centre's feed: the host's name, and no more of it, where the host agreed."""
    sessions = Session.objects.filter(event__lecture_request__isnull=False).exclude(
        event__state=EventState.DRAFT
    )
    found = sessions.select_related("event__lecture_request__theme")
    return feed_window([_public_entry(each) for each in found], now=now)


def _public_entry(session: Session) -> CalendarEntry:
    request: LectureRequest = session.event.lecture_request
    # A stranger's own words stand in no public place.
    summary = f"出前講座「{request.theme.title}」" if request.theme else "出前講座"
    entry = session_entry(session, url=f"{settings.OWN_URL}{reverse('lectures:menu')}")
    # The host agreed to its name; where the lecture is given may be its people's home.
    location = request.host if request.may_name_host else ""
    return replace(entry, summary=summary, description="", location=location)


def lecturer_entry(request: LectureRequest, session: Session) -> CalendarEntry:
    """Return the entry of somebody who goes; it leads to the desk."""
    return session_entry(session, url=desk_address(request))


def desk_address(request: LectureRequest) -> str:
    return f"{settings.OWN_URL}{reverse('lecture_desk:request', args=[request.pk])}"
