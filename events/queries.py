"""Reads of the events app: facts for the rules, rows for screens and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from directory.models import Agency
from foundation.decision import Decision

from . import rules
from .enums import ACTIVE_STATES, ApplicationState, EntryKind, Way
from .models import Application, Event, Participant, Seat, SeatEntry, Session
from .models.event import EventQuerySet

ROWS_PER_PAGE = 20
NEWCOMER = 0  # no application has this id


def event_facts(session: Session) -> rules.EventFacts:
    """Return what the rules need of a session and its event; moments are local."""
    event = session.event
    return rules.EventFacts(
        state=event.state,
        audience=event.audience,
        opens_at=timezone.localtime(event.opens_at),
        deadline_at=timezone.localtime(event.deadline_at),
        starts_at=timezone.localtime(session.starts_at),
        ends_at=timezone.localtime(session.ends_at),
        most_people=event.most_people,
        agency_cap=event.agency_cap,
        capacity=session.capacity,
    )


def taken_seats(session: Session) -> dict[str, int]:
    """Return the number of seats that people hold, by way."""
    rows = Seat.objects.filter(session=session, released_at__isnull=True).values_list("way")
    return dict(rows.annotate(seats=Count("id")).order_by())


def taken_numbers(session: Session) -> dict[str, set[int]]:
    """Return the numbers of the seats that people hold, by way."""
    numbers: dict[str, set[int]] = {}
    for way, number in Seat.objects.filter(session=session, released_at__isnull=True).values_list(
        "way", "number"
    ):
        numbers.setdefault(way, set()).add(number)
    return numbers


def waiting_lines(session_ids: Sequence[int]) -> dict[int, list[rules.WaitingGroup]]:
    """Return who waits for each session, in the order in which they are served.

    The order is received-at, then arrival here. Two queries, however many sessions.
    """
    waiting = Application.objects.filter(session__in=session_ids, state=ApplicationState.WAITING)
    needs: dict[int, dict[str, int]] = {}
    people = Participant.objects.filter(application__in=waiting, cancelled_at__isnull=True)
    for application, way, count in (
        people.values_list("application", "way").annotate(count=Count("id")).order_by()
    ):
        needs.setdefault(application, {})[way] = count
    passes = Count("seat_entries", filter=Q(seat_entries__kind=EntryKind.PASSED))
    ordered = waiting.order_by("received_at", "id").annotate(passes=passes)
    lines: dict[int, list[rules.WaitingGroup]] = {pk: [] for pk in session_ids}
    for session, pk, passed in ordered.values_list("session", "id", "passes"):
        lines[session].append(rules.WaitingGroup(pk, needs.get(pk, {}), passed))
    return lines


def places_in_line(session_ids: Sequence[int]) -> dict[int, int]:
    """Return the place in its session's line, from 1, of each waiting application, by its id. Two queries."""
    lines = waiting_lines(session_ids).values()
    return {group.key: place for line in lines for place, group in enumerate(line, start=1)}


def waiting_line(session: Session) -> list[rules.WaitingGroup]:
    """Return who waits for one session, head first."""
    return waiting_lines([session.pk])[session.pk]


def agency_people(session: Session, *, agency: Agency | None, folded_name: str) -> int:
    """Return how many people of this agency hold or wait for a seat.

    A typed agency is known by its name alone; one of the directory by itself, and by its name where that was
    only typed: another agency of the directory may bear the same name.
    """
    if agency is None and not folded_name:
        return 0
    same = Q(application__folded_agency_name=folded_name)
    if agency is not None:
        same = Q(application__agency=agency) | (same & Q(application__agency__isnull=True))
    people = Participant.objects.filter(
        same, session=session, cancelled_at__isnull=True, application__state__in=ACTIVE_STATES
    )
    return people.count()


@dataclass(frozen=True)
class SessionSeats:
    """The seats of one session as screens show them."""

    capacity: Mapping[str, int]
    taken: Mapping[str, int]
    held: Mapping[str, int]
    waiting_people: int

    @property
    def free(self) -> dict[str, int]:
        """Seats that somebody could take now: neither taken nor held by the rule."""
        return {
            way: max(0, count - self.taken.get(way, 0) - self.held.get(way, 0))
            for way, count in self.capacity.items()
        }

    @property
    def by_way(self) -> list[tuple[str, int, int]]:
        """The name of each way with its free seats and its capacity."""
        free = self.free
        return [(Way(way).label, free[way], count) for way, count in self.capacity.items()]

    @property
    def total(self) -> int:
        return sum(self.capacity.values())

    @property
    def total_taken(self) -> int:
        return sum(self.taken.values())

    @property
    def total_held(self) -> int:
        return sum(self.held.values())

    @property
    def total_free(self) -> int:
        return sum(self.free.values())


def session_seats(sessions: Sequence[Session], *, now: datetime) -> dict[int, SessionSeats]:
    """Return the seats of these sessions by session id, in three queries however many they are."""
    ids = [session.pk for session in sessions]
    taken: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Seat.objects.filter(session__in=ids, released_at__isnull=True).values_list("session", "way")
    for pk, way, seats in rows.annotate(seats=Count("id")).order_by():
        taken[pk][way] = seats
    lines = waiting_lines(ids)
    return {
        session.pk: SessionSeats(
            capacity=session.capacity,
            taken=taken[session.pk],
            held=held_seats(session, taken[session.pk], lines[session.pk], now=now),
            waiting_people=sum(sum(group.needs.values()) for group in lines[session.pk]),
        )
        for session in sessions
    }


def held_seats(
    session: Session, taken: rules.Seats, line: Sequence[rules.WaitingGroup], *, now: datetime
) -> rules.Seats:
    """Return the seats that the waiting rule keeps for passed groups at this moment."""
    return settlement(session, taken, line, now=now).held


def settlement(
    session: Session, taken: rules.Seats, line: Sequence[rules.WaitingGroup], *, now: datetime
) -> rules.Settlement:
    """Return what the waiting rule decides at this moment for a line of this session."""
    free = {way: count - taken.get(way, 0) for way, count in session.capacity.items()}
    event = session.event
    holding = rules.may_hold(session.starts_at, event.hold_until_days, now)
    return rules.settle(line, free, most_passes=event.most_passes, holding=holding)


def would_wait(session: Session, needs: rules.Seats, *, now: datetime) -> bool:
    """Return whether a group that applied now would have to stand in line; nothing is promised by it."""
    newcomer = rules.WaitingGroup(NEWCOMER, needs, passes=0)
    line = [*waiting_line(session), newcomer]
    return newcomer.key not in settlement(session, taken_seats(session), line, now=now).seated


def may_anybody_apply(session: Session, *, now: datetime) -> Decision:
    """Decide whether the form of this session is open on the web now, whoever asks for how many people."""
    local = timezone.localtime(now)
    anybody = rules.ApplicationFacts(
        people=1,
        needs={},
        agency_people_already=0,
        has_agency=True,
        speaks_for_agency=False,
        typed_by_staff=False,
        received_at=local,
    )
    return rules.may_apply(event_facts(session), anybody, local)


@dataclass(frozen=True)
class SessionRow:
    """One session in a list: what it is, when, how many seats, its state in words."""

    event: Event
    session: Session
    seats: SessionSeats
    state: rules.StateWord
    days_left: int | None
    is_of_another_year: bool


def session_rows(sessions: Sequence[Session], *, now: datetime) -> list[SessionRow]:
    """Return rows for sessions whose events are loaded."""
    seats = session_seats(sessions, now=now)
    local = timezone.localtime(now)
    return [
        SessionRow(
            session.event,
            session,
            seats[session.pk],
            state := rules.state_word(
                event_facts(session), seats[session.pk].free, seats[session.pk].waiting_people, local
            ),
            rules.days_left(timezone.localtime(session.event.deadline_at), local)
            if state.kind in ("open", "few", "full")
            else None,
            is_of_another_year=timezone.localtime(session.starts_at).year != local.year,
        )
        for session in sessions
    ]


def public_sessions(events: EventQuerySet) -> QuerySet[Session]:
    """Return the sessions of these events with their event, in the order of time."""
    return Session.objects.filter(event__in=events).select_related("event").order_by("starts_at", "id")


def public_events() -> EventQuerySet:
    """Return the events that everybody may read, cancelled ones too."""
    return Event.objects.readable()


def upcoming_public_events(*, now: datetime, limit: int) -> list[SessionRow]:
    """Return the next public sessions that are not over, for the home page."""
    sessions = public_sessions(public_events()).filter(ends_at__gt=now)
    return session_rows(list(sessions[:limit]), now=now)


def position_in_line(application: Application) -> int | None:
    """Return an application's place in its session's line, 1 for the head; None when it does not wait."""
    keys = [group.key for group in waiting_line(application.session)]
    return keys.index(application.pk) + 1 if application.pk in keys else None


def active_people(application: Application) -> QuerySet[Participant]:
    """Return the people who still take part, or wait to, in the order in which they were written."""
    return application.participants.filter(cancelled_at__isnull=True).order_by("position")


def attended_people(session: Session) -> int:
    """Return how many people were marked as present on this date."""
    return Participant.objects.attended().filter(application__session=session).count()


def standing(application: Application) -> rules.StateWord:
    """Return how an application stands, with its place in the line while it waits."""
    waits = application.state == ApplicationState.WAITING
    return rules.application_word(
        application.state,
        event_state=application.session.event.state,
        people=active_people(application).count(),
        position=position_in_line(application) if waits else None,
    )


def rebuilt_seats(session: Session) -> dict[str, int]:
    """Return the taken seats by way as the ledger alone tells them; they must equal `taken_seats`."""
    totals: dict[str, int] = {}
    signs = {EntryKind.SEATED: 1, EntryKind.RELEASED: -1}
    for kind, way, people in SeatEntry.objects.filter(session=session, kind__in=signs).values_list(
        "kind", "way", "people"
    ):
        totals[way] = totals.get(way, 0) + signs[EntryKind(kind)] * people
    return {way: seats for way, seats in totals.items() if seats}
