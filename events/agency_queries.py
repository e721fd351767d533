"""What an agency reads of its own applications; the queryset comes from `access.applications_of`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from . import links, queries, rules
from .enums import ACTIVE_STATES, LINE_STATES, EventState
from .models import Application
from .models.application import came

PAST_SHOWN = 10
_ACTIVE = Q(participants__cancelled_at__isnull=True)


@dataclass(frozen=True)
class AgencyApplication:
    """One application in the agency's list: how it stands, and how many names are still missing."""

    application: Application
    path: str
    people: int
    unnamed: int
    attended: int
    state: rules.StateWord
    days_left: int

    @property
    def asks_for_names(self) -> bool:
        """Whether it is the agency's turn: names are missing, and there is still time to write them."""
        event = self.application.session.event
        return self.unnamed > 0 and self.days_left >= 0 and event.state == EventState.PUBLISHED


def coming_applications(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    """Return what the agency takes part in or waits for, the next date first. Four queries at most."""
    coming = applications.filter(state__in=ACTIVE_STATES, session__ends_at__gt=now)
    return _described(coming.order_by("session__starts_at", "id"), now=now)


def past_applications(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    """Return the last dates at which the agency had seats or waited for them."""
    past = applications.filter(state__in=ACTIVE_STATES, session__ends_at__lte=now)
    return _described(past.order_by("-session__starts_at", "id")[:PAST_SHOWN], now=now)


def _described(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    counted = applications.select_related("session", "session__event").annotate(
        people_count=Count("participants", filter=_ACTIVE),
        unnamed_count=Count("participants", filter=_ACTIVE & Q(participants__name="")),
        attended_count=Count("participants", filter=came("participants__")),
        seats_count=Count(
            "participants",
            filter=Q(participants__seats__released_at__isnull=True, participants__seats__isnull=False),
        ),
    )
    found = list(counted)
    places = _places(found)
    return [_as_row(application, places.get(application.pk), now=now) for application in found]


def _places(applications: Sequence[Application]) -> dict[int, int]:
    """Return the place in line of each application that waits, by id."""
    waiting = {each.session_id for each in applications if each.state in LINE_STATES}
    if not waiting:
        return {}
    return queries.places_in_line(sorted(waiting))


def _as_row(application: Application, position: int | None, *, now: datetime) -> AgencyApplication:
    event = application.session.event
    people = getattr(application, "people_count", 0)
    return AgencyApplication(
        application=application,
        path=links.path(application),
        people=people,
        unnamed=getattr(application, "unnamed_count", 0),
        attended=getattr(application, "attended_count", 0),
        state=rules.application_word(
            application.state,
            event_state=event.state,
            people=people,
            position=position,
            seats=getattr(application, "seats_count", 0),
        ),
        days_left=rules.days_left(timezone.localtime(event.deadline_at), timezone.localtime(now)),
    )
