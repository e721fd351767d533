"""On which day a meeting is: as its event stands once it is announced, as it was proposed before."""

from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from events.enums import DateState, EventState
from events.models import Session
from outreach.study_groups.meetings.models import Meeting

STANDS = Q(state=DateState.PLANNED) & ~Q(event__state=EventState.CANCELLED)
OFF, PUT_OFF = "中止", "延期（日は未定）"


def begins(event: str) -> Subquery:
    """Return when the event that stands at this path begins; nothing while it is called off or put off."""
    dates: QuerySet[Session] = Session.objects.filter(STANDS, event=OuterRef(event)).order_by("starts_at")
    return Subquery(dates.values("starts_at")[:1])


def day_of(meeting: Meeting, event_begins: datetime | None) -> date | None:
    """Return the day on which a meeting was held or is to be; None while that is not known."""
    if meeting.held_on is not None:
        return meeting.held_on
    moment = event_begins if meeting.row.event_id is not None else meeting.starts_at
    return timezone.localdate(moment) if moment is not None else None


def is_to_come(meeting: Meeting, event_begins: datetime | None, *, today: date) -> bool:
    """Return whether a meeting is still to be held: neither held, nor called off or put off, nor past."""
    if meeting.held_on is not None or meeting.row.called_off_at is not None:
        return False
    day = day_of(meeting, event_begins)
    if day is not None:
        return day >= today
    return meeting.row.event_id is None and meeting.row.month >= today.replace(day=1)
