"""What stands in somebody's calendar: dates on which they have a seat, without a name in it."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from directory.models import Agency
from events.entries import session_entry
from events.enums import EventState
from events.models import Participant, Session
from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import feed_window

from .enums import FeedKind
from .models import FeedKey


def feed_entries(key: FeedKey, *, now: datetime) -> list[CalendarEntry]:
    """Return the dates of a person or an agency, those that were called off for a while too."""
    people = Participant.objects.seated()
    if key.kind == FeedKind.AGENCY:
        people = people.filter(application__agency=key.agency)
    else:
        people = people.filter(person=key.user.person_id)
    mine = Q(pk__in=people.values("session"))
    sessions = Session.objects.filter(mine).exclude(event__state=EventState.DRAFT).select_related("event")
    return feed_window([session_entry(each) for each in sessions.order_by("starts_at", "id")], now=now)


def open_keys(user: User, agency: Agency | None) -> dict[str, FeedKey]:
    """Return the addresses that a person has now, by kind: their own, and the one for this agency."""
    keys = FeedKey.objects.filter(user=user, ended_at__isnull=True)
    keys = keys.filter(Q(agency__isnull=True) | Q(agency=agency))
    return {key.kind: key for key in keys}
