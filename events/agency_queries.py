"""What an agency reads of its own applications; the queryset comes from `access.applications_of`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.access import Visitor

from . import links, queries, rules
from .access import readable_applications
from .enums import ACTIVE_STATES, LINE_STATES, ApplicationState, Audience, EventState, OfferAnswer
from .models import Application, Offer, Participant
from .models.application import came

PAST_SHOWN = 10
# Several applications of one agency for one date are put together.
PAST_READ = 3 * PAST_SHOWN
_ACTIVE = Q(participants__cancelled_at__isnull=True)
_ON_SEATS = Q(participants__seats__isnull=False, participants__seats__released_at__isnull=True)


@dataclass(frozen=True)
class AgencyApplication:
    """One application in the agency's list: how it stands, and how many names are still missing."""

    application: Application
    path: str
    people: int
    unnamed: int
    attended: int
    marked: int
    state: rules.StateWord
    days_left: int
    # The seats that are offered and not answered, and until when; without a time the centre asks by phone.
    asked: int = 0
    answer_until: datetime | None = None

    @property
    def is_for_invited(self) -> bool:
        """Whether it is for an event that invited people alone read."""
        return self.application.session.event.audience == Audience.INVITED

    @property
    def is_held(self) -> bool:
        """Whether it waits for the agency's own manager."""
        return self.application.state == ApplicationState.HELD

    @property
    def past_word(self) -> str:
        """What came of it, once the date is over."""
        session = self.application.session
        return rules.past_word(
            self.application.state,
            is_off=queries.state_of(session) != EventState.PUBLISHED,
            people=self.people,
            attended=self.attended,
            marked=self.marked,
        )

    @property
    def asks_for_names(self) -> bool:
        """Whether it is the agency's turn: names are missing, and there is still time to write them."""
        return self.unnamed > 0 and self._has_time

    @property
    def asks_for_release(self) -> bool:
        """Whether the agency's manager can still pass it on."""
        return self.is_held and self._has_time

    @property
    def _has_time(self) -> bool:
        return self.days_left >= 0 and queries.state_of(self.application.session) == EventState.PUBLISHED


@dataclass(frozen=True)
class Turn:
    """Something that waits for the agency: what, until when, and where it is done."""

    what: str
    application: Application
    path: str
    button: str
    due: datetime | None
    days_left: int


def turns_of(applications: Sequence[AgencyApplication], *, is_manager: bool, now: datetime) -> list[Turn]:
    """Return what waits for the agency, seats that are offered first. Nothing is asked of the database.

    What has to be passed on waits for those who manage the agency, and is their turn alone.
    """
    local = timezone.localtime(now)
    offers = [
        Turn(
            f"{each.asked}人分の席が空きました。返事をする",
            each.application,
            each.path,
            "返事をする",
            each.answer_until,
            rules.days_left(timezone.localtime(each.answer_until), local) if each.answer_until else 0,
        )
        for each in applications
        if each.asked and queries.state_of(each.application.session) == EventState.PUBLISHED
    ]
    held = [
        Turn(
            f"{each.people}人の申し込みを確かめて、センターに出す",
            each.application,
            reverse("events:of_agency"),
            "確かめる",
            each.application.session.event.deadline_at,
            each.days_left,
        )
        for each in applications
        if is_manager and each.asks_for_release
    ]
    names = [
        Turn(
            f"参加する人の名前を、あと{each.unnamed}人決める",
            each.application,
            f"{each.path}change/",
            "名前を書く",
            each.application.session.event.deadline_at,
            each.days_left,
        )
        for each in applications
        if each.asks_for_names
    ]
    return [*offers, *held, *names]


def held_applications(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    """Return what waits for the agency's manager, the next date first, with its people."""
    held = applications.filter(state=ApplicationState.HELD, session__ends_at__gt=now)
    staying = Prefetch("participants", queryset=Participant.objects.staying().order_by("position"))
    with_people = held.prefetch_related(staying)
    return _described(with_people.order_by("session__starts_at", "id"), now=now)


def coming_and_past(
    applications: QuerySet[Application], *, visitor: Visitor, now: datetime
) -> tuple[list[AgencyApplication], list[AgencyApplication]]:
    """Return what lies ahead of an agency and what is over, of the events that this visitor reads.

    Who of it reads an event for invited people is asked once, and only where there is one.
    """
    found = coming_applications(applications, now=now), past_applications(applications, now=now)
    if not any(each.is_for_invited for rows in found for each in rows):
        return found
    readable = readable_applications(applications, visitor)
    return coming_applications(readable, now=now), past_applications(readable, now=now)


def coming_applications(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    """Return what the agency takes part in or waits for, the next date first. Four queries at most."""
    coming = applications.filter(state__in=ACTIVE_STATES, session__ends_at__gt=now)
    return _described(coming.order_by("session__starts_at", "id"), now=now)


def past_applications(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    """Return the last dates at which the agency had seats or waited for them, each once."""
    past = applications.filter(state__in=ACTIVE_STATES, session__ends_at__lte=now)
    dates: dict[int, AgencyApplication] = {}
    for each in _described(past.order_by("-session__starts_at", "id")[:PAST_READ], now=now):
        known = dates.get(each.application.session_id)
        dates[each.application.session_id] = _together(known, each) if known else each
    return list(dates.values())[:PAST_SHOWN]


def _together(one: AgencyApplication, other: AgencyApplication) -> AgencyApplication:
    """Put two applications of an agency for one date together: colleagues may apply one by one."""
    seated = [each for each in (one, other) if each.application.state in rules.HAD_SEATS]
    return replace(
        seated[0] if seated else one,
        people=sum(each.people for each in seated),
        attended=one.attended + other.attended,
        marked=one.marked + other.marked,
    )


def _described(applications: QuerySet[Application], *, now: datetime) -> list[AgencyApplication]:
    running = _ON_SEATS & Q(participants__seats__offer__answer=OfferAnswer.OPEN)
    until = Offer.objects.filter(application=OuterRef("pk"), answer=OfferAnswer.OPEN).values("expires_at")
    counted = applications.select_related("session", "session__event").annotate(
        people_count=Count("participants", filter=_ACTIVE, distinct=True),
        unnamed_count=Count("participants", filter=_ACTIVE & Q(participants__name=""), distinct=True),
        attended_count=Count("participants", filter=came("participants__"), distinct=True),
        marked_count=Count("participants", filter=_ACTIVE & ~Q(participants__attendance=""), distinct=True),
        seats_count=Count("participants", filter=_ON_SEATS, distinct=True),
        asked_count=Count("participants", filter=running, distinct=True),
        answer_until=Subquery(until[:1]),
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
    asked = getattr(application, "asked_count", 0)
    return AgencyApplication(
        application=application,
        path=links.path(application),
        people=people,
        unnamed=getattr(application, "unnamed_count", 0),
        attended=getattr(application, "attended_count", 0),
        marked=getattr(application, "marked_count", 0),
        state=rules.application_word(
            ApplicationState.OFFERED if asked else application.state,
            event_state=event.state,
            people=people,
            position=position,
            seats=asked or getattr(application, "seats_count", 0),
        ),
        asked=asked,
        answer_until=getattr(application, "answer_until", None),
        days_left=rules.days_left(timezone.localtime(event.deadline_at), timezone.localtime(now)),
    )
