"""Reads of the event desk: lists, the line, attendance, today's work."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, When
from django.utils import timezone

from directory.enums import Sector
from directory.models import Agency, WelfareArea
from foundation.decision import Decision
from foundation.japanese.dates import fiscal_year, fiscal_year_span
from foundation.japanese.text import clean_line, fold

from . import queries, rules
from .enums import ACTIVE_STATES, LINE_STATES, ApplicationState, Attendance, DateState, EventState, Way
from .models import Application, Event, Participant, Seat, Session
from .registries import events_gathered_elsewhere

NEXT, OPEN, PAST = "next", "open", "past"


@dataclass(frozen=True)
class DeskRow:
    """One event in the desk's list with its sessions as everybody sees them."""

    event: Event
    sessions: Sequence[queries.SessionRow]


def desk_events(tab: str, *, year: int | None, search: str, now: datetime) -> QuerySet[Event]:
    """Return the events of one tab: next ones soonest first, past ones last first, open ones by deadline."""
    coming = Exists(Session.objects.filter(event=OuterRef("pk"), ends_at__gt=now))
    events = Event.objects.filter(coming if tab != PAST else ~coming)
    if tab == OPEN:
        events = events.filter(state=EventState.PUBLISHED, opens_at__lte=now, deadline_at__gte=now)
    if year is not None:
        begins, ends = fiscal_year_span(year)
        within = Session.objects.filter(event=OuterRef("pk"), starts_at__gte=begins, starts_at__lt=ends)
        events = events.filter(Exists(within))
    for word in clean_line(search).split():
        events = events.filter(
            Q(title__icontains=word)
            | Q(subtitle__icontains=word)
            | Q(number__icontains=word)
            | Q(sheet_number=word)
        )
    ordered = events.annotate(
        first_start=Min("sessions__starts_at"),
        next_start=Min("sessions__starts_at", filter=Q(sessions__ends_at__gt=now)),
    )
    order = {OPEN: "deadline_at", NEXT: "next_start", PAST: "-first_start"}[tab]
    return ordered.order_by(order, "id").prefetch_related("sessions")


def desk_rows(events: Sequence[Event], *, now: datetime) -> list[DeskRow]:
    """Return rows for events whose sessions are loaded; three queries, however many they are."""
    sessions = [session for event in events for session in event.sessions.all()]
    by_event: dict[int, list[queries.SessionRow]] = {event.pk: [] for event in events}
    for row in queries.session_rows(sessions, now=now):
        by_event[row.event.pk].append(row)
    return [DeskRow(event, by_event[event.pk]) for event in events]


@dataclass(frozen=True)
class SeatLine:
    """The seats of one way to take part."""

    way: str
    capacity: int
    taken: int
    held: int
    kept: int
    free: int


def seat_lines(seats: queries.SessionSeats) -> list[SeatLine]:
    """Return a line per way that a session offers."""
    return [
        SeatLine(
            way.label,
            seats.capacity[way],
            seats.taken.get(way, 0),
            seats.held.get(way, 0),
            seats.kept.get(way, 0),
            seats.free[way],
        )
        for way in Way
        if way in seats.capacity
    ]


_STATE_KINDS: dict[str, str] = {
    ApplicationState.HELD: "wait",
    ApplicationState.PENDING: "wait",
    ApplicationState.CONFIRMED: "done",
    ApplicationState.PARTLY: "done",
    ApplicationState.OFFERED: "turn",
    ApplicationState.WAITING: "wait",
}


def short_state(state: str, *, place: int | None = None) -> rules.StateWord:
    """Return how an application stands as lists show it, with its place where it stands in the line."""
    word = ApplicationState(state).label
    told = f"{word}　{place}番目" if place else word
    return rules.StateWord(_STATE_KINDS.get(state, "ended"), told)


def sessions() -> QuerySet[Session]:
    """Return every date with its event."""
    return Session.objects.select_related("event")


def applications() -> QuerySet[Application]:
    """Return every application with all that it belongs to."""
    return Application.objects.select_related("session", "session__event", "agency", "typed_by__person")


def event_of_sheet(number: str) -> Event | None:
    """Return the event whose application sheet bears this number."""
    return Event.objects.filter(sheet_number=number).first()


def desk_years() -> list[int]:
    """Return the fiscal years that have sessions, the latest first."""
    span = Session.objects.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if span["first"] is None:
        return []
    first, last = (fiscal_year(timezone.localdate(span[name])) for name in ("first", "last"))
    return list(range(last, first - 1, -1))


def with_people(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Return applications with the number of people who still take part, of all once they are cancelled."""
    active = Count("participants", filter=Q(participants__cancelled_at__isnull=True))
    people = Case(When(state=ApplicationState.CANCELLED, then=Count("participants")), default=active)
    return applications.annotate(people=people)


def event_applications(event: Event) -> QuerySet[Application]:
    """Return the applications of an event in the order in which they arrived."""
    found = Application.objects.filter(session__event=event).select_related("session")
    return with_people(found).order_by("received_at", "id")


def all_applications(search: str, *, only: str, since: datetime | None = None) -> QuerySet[Application]:
    """Return applications of all events, the latest first.

    `only` is "unmatched" for typed agencies that nobody has looked up yet, "pending" for those to be decided,
    "offered" for those that are asked, "waiting", or empty for all. What an agency's manager still holds is
    not new to the centre.
    """
    found = Application.objects.select_related("session", "session__event")
    if only == "unmatched":
        found = unmatched(found)
    elif only in NARROWED:
        found = found.filter(state__in=NARROWED[only])
    if since is not None:
        found = new_since(found, since)
    for word in clean_line(search).split():
        found = found.filter(
            Q(number__iexact=word)
            | Q(folded_agency_name__contains=fold(word))
            | Q(contact_name__icontains=word)
            | Q(session__event__title__icontains=word)
        )
    return with_people(found).order_by("-typed_at", "-id")


NARROWED: dict[str, frozenset[ApplicationState]] = {
    "waiting": LINE_STATES,
    "pending": frozenset({ApplicationState.PENDING}),
    "offered": frozenset({ApplicationState.OFFERED}),
}


def new_since(applications: QuerySet[Application], since: datetime) -> QuerySet[Application]:
    """Keep what reached the centre since a moment: what an agency's manager still holds has not."""
    reached = Q(typed_at__gte=since) | Q(released_at__gte=since)
    return applications.filter(reached).exclude(state=ApplicationState.HELD)


def unmatched(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Keep running applications whose agency stands as typed."""
    return applications.filter(agency__isnull=True, state__in=ACTIVE_STATES).exclude(agency_name="")


def agency_of_this_name(name: str, *, today: date) -> Agency | None:
    """Return the one current agency of this name, however it was typed; None when several bear it."""
    found = list(Agency.objects.current(today=today).filter(folded_name=fold(name))[:2])
    return found[0] if len(found) == 1 else None


def taken_seats_of(sessions: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return the number of seats that people hold, by way, of dates given by id. One query for all."""
    taken: dict[int, dict[str, int]] = {pk: {} for pk in sessions}
    rows = Seat.objects.filter(session__in=taken, released_at__isnull=True).values_list("session", "way")
    for session, way, seats in rows.annotate(seats=Count("id")).order_by():
        taken[session][way] = seats
    return taken


def is_applied_for(event: Event) -> bool:
    """Return whether anybody has applied for an event, be it that they have cancelled since."""
    return Application.objects.filter(session__event=event).exists()


def areas_today(today: date) -> list[WelfareArea]:
    """Return the areas that hold on a day, by scheme."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    return list(WelfareArea.objects.filter(valid, valid_from__lte=today).order_by("scheme", "id"))


@dataclass(frozen=True)
class SectorLine:
    """How many people of one sector have seats, came, did not come."""

    name: str
    registered: int
    attended: int
    absent: int


def sector_lines(people: Sequence[Participant]) -> list[SectorLine]:
    """Return a line per sector in the order of the code list, typed agencies last, and the total."""
    counts: dict[str, Counter[str]] = {}
    for person in people:
        counts.setdefault(person.application.sector, Counter())[person.attendance] += 1
    names = {value: str(label) for value, label in Sector.choices} | {"": "登録のない事業所・個人の方"}
    lines = [_line(names[sector], counts[sector]) for sector in names if sector in counts]
    return [*lines, _line("合計", sum(counts.values(), Counter()))]


def _line(name: str, counts: Counter[str]) -> SectorLine:
    return SectorLine(name, counts.total(), counts[Attendance.ATTENDED], counts[Attendance.ABSENT])


def seated_people(session: Session) -> QuerySet[Participant]:
    """Return everybody with a seat in a session, in the order of the roster."""
    return seated_people_of([session])


def seated_people_of(sessions: Collection[Session]) -> QuerySet[Participant]:
    """Return everybody with a seat in these sessions, those of each in the order of its roster."""
    return (
        Participant.objects.seated()
        .filter(session__in=sessions)
        .select_related("application")
        .order_by("application__received_at", "application_id", "position")
    )


@dataclass(frozen=True)
class RosterCount:
    """How many people have a seat on a date, and how many of them may stand on the participants' list."""

    session: Session
    seated: int
    shown: int

    @property
    def left_out(self) -> int:
        return self.seated - self.shown


def roster_counts(sessions: Sequence[Session]) -> list[RosterCount]:
    """Return the numbers of these dates; one query, however many they are."""
    agreed = Q(application__shows_names=True) & ~Q(name="")
    seated = Participant.objects.seated().filter(session__in=[each.pk for each in sessions])
    counted = seated.values("session").annotate(seated=Count("id"), shown=Count("id", filter=agreed))
    found = {each["session"]: (each["seated"], each["shown"]) for each in counted.order_by("session")}
    return [RosterCount(each, *found.get(each.pk, (0, 0))) for each in sessions]


def may_take_new(event: Event, now: datetime) -> Decision:
    """Decide whether staff may still type in an application."""
    return rules.may_type_in(
        event.state,
        has_coming_session=event.sessions.filter(ends_at__gt=now, state=DateState.PLANNED).exists(),
    )


def gathered_elsewhere(event_ids: Iterable[int]) -> set[int]:
    """Return those of these events for which nobody applies: somebody else gathers their people."""
    wanted = set(event_ids)
    return {pk for source in events_gathered_elsewhere for pk in source(wanted)}


def sheet_events(*, now: datetime) -> QuerySet[Event]:
    """Return the events that take applications by FAX or phone now, soonest first."""
    coming = Event.objects.filter(state=EventState.PUBLISHED, sessions__ends_at__gt=now)
    elsewhere = gathered_elsewhere(coming.values_list("pk", flat=True))
    return (
        coming.exclude(pk__in=elsewhere)
        .annotate(next_start=Min("sessions__starts_at"))
        .order_by("next_start", "id")
    )


def new_by_event(since: datetime) -> list[tuple[str, int]]:
    """Return how many applications came in since a moment, by the event's title, most first."""
    found = new_since(Application.objects.all(), since).values_list("session__event__title")
    return list(found.annotate(count=Count("id")).order_by("-count", "session__event__title"))


def start_of_yesterday(now: datetime) -> datetime:
    """Return the first moment of yesterday in Japan: what came since is new to whoever comes in today."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(yesterday, time()))
