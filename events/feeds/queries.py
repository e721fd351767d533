"""What stands in somebody's calendar: dates with a seat and deadlines, without a name in it."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from directory.queries import acting_memberships
from events.entries import deadline_entries, entries_of
from events.enums import ACTIVE_STATES, EventState
from events.models import Participant, Session
from events.registries import agency_entries, events_kept_from_feeds, own_entries
from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import feed_window

from .enums import FeedKind
from .models import FeedKey


def feed_entries(key: FeedKey, *, now: datetime) -> list[CalendarEntry]:
    """Return dates with a seat and the deadlines of what was applied for, called-off ones for a while too."""
    people = Participant.objects.staying()
    if key.kind == FeedKind.AGENCY:
        people = people.filter(application__agency=key.agency)
    else:
        people = people.filter(person=key.user.person_id)
    wanted = people.filter(application__state__in=ACTIVE_STATES).values("session")
    sessions = Session.objects.filter(pk__in=wanted).exclude(event__state=EventState.DRAFT)
    for kept in events_kept_from_feeds:
        sessions = sessions.exclude(event__in=kept())
    found = list(sessions.select_related("event").order_by("starts_at", "id"))
    seated = set(people.seated().order_by().values_list("session", flat=True))
    dates = entries_of(each for each in found if each.pk in seated)
    others = [entry for source in agency_entries for entry in source(_agencies_of(key, now), now=now)]
    if key.kind == FeedKind.PERSON:
        others += [entry for source in own_entries for entry in source(key.user, now=now)]
    # Names are changed and people called off until the deadline, by those who wait as well.
    entries = [*dates, *deadline_entries(found), *others]
    # Where a seat and another list tell of the same date, it stands there once.
    return feed_window({each.uid: each for each in reversed(entries)}.values(), now=now)


def _agencies_of(key: FeedKey, now: datetime) -> list[Agency]:
    """Return whose matters stand in a calendar: the agency's own, or of all that a person acts for."""
    if key.kind == FeedKind.AGENCY and key.agency is not None:
        return [key.agency]
    return [each.agency for each in acting_memberships(key.user, today=timezone.localdate(now))]


def open_keys(user: User, agency: Agency | None) -> dict[str, FeedKey]:
    """Return the addresses that a person has now, by kind: their own, and the one for this agency."""
    keys = FeedKey.objects.filter(user=user, ended_at__isnull=True)
    keys = keys.filter(Q(agency__isnull=True) | Q(agency=agency))
    return {key.kind: key for key in keys}
