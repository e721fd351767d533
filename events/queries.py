"""Reads of the events app: facts for the rules, rows for screens and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from directory.models import Agency
from foundation.decision import Decision

from . import line, rules
from .enums import (
    ACTIVE_STATES,
    LINE_STATES,
    SEAT_FACTS,
    Admission,
    ApplicationState,
    Audience,
    Channel,
    DateState,
    EntryKind,
    EventState,
    Way,
)
from .kept_seats import KeptSeatsNow, kept_seats_now
from .models import AgencyChoice, Application, Event, KeptSeats, Participant, Seat, SeatEntry, Session
from .models.application import ParticipantQuerySet
from .models.event import EventQuerySet

ROWS_PER_PAGE = 20
NEWCOMER = 0  # no application has this id


def event_facts(session: Session) -> rules.EventFacts:
    """Return what the rules need of a session and its event; moments are local."""
    event = session.event
    return rules.EventFacts(
        state=state_of(session),
        audience=event.audience,
        opens_at=timezone.localtime(event.opens_at),
        deadline_at=timezone.localtime(event.deadline_at),
        starts_at=timezone.localtime(session.starts_at),
        ends_at=timezone.localtime(session.ends_at),
        most_people=event.most_people,
        agency_cap=event.agency_cap,
        capacity=session.capacity,
        admission=event.admission,
        is_decided=session.decided_at is not None,
    )


def state_of(session: Session) -> str:
    """Return how a date stands: as its event, unless that is public and the date itself is off."""
    event = session.event
    is_off = event.state == EventState.PUBLISHED and session.state != DateState.PLANNED
    return session.state if is_off else event.state


def serves_its_line(session: Session) -> bool:
    """Return whether free seats go to the line now: not while all wait for one decision."""
    return not event_facts(session).decides_at_once


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


def waiting_lines(
    session_ids: Sequence[int], *, kept: Mapping[int, Sequence[KeptSeatsNow]] | None = None
) -> dict[int, list[line.WaitingGroup]]:
    """Return who waits for each session, in the order in which they are served.

    The order is received-at, then arrival here, unless staff moved somebody. `kept` are the kept seats of the
    sessions, where there are any. Two queries, however many sessions; one where nobody waits.
    """
    waiting = Application.objects.filter(session__in=session_ids, state__in=LINE_STATES)
    needs: dict[int, dict[str, int]] = {}
    people = Participant.objects.without_seat().filter(application__in=waiting)
    for application, way, count in (
        people.values_list("application", "way").annotate(count=Count("id")).order_by()
    ):
        needs.setdefault(application, {})[way] = count
    lines: dict[int, list[line.WaitingGroup]] = {pk: [] for pk in session_ids}
    if not needs:
        return lines
    passes = Count("seat_entries", filter=Q(seat_entries__kind=EntryKind.PASSED))
    ordered = waiting.order_by("line_at", "line_step", "id").annotate(passes=passes)
    for each in ordered.select_related("agency") if kept else ordered:
        if each.pk in needs:
            lines[each.session_id].append(
                waiting_group(each, needs[each.pk], each.passes, kept=(kept or {}).get(each.session_id, ()))
            )
    return lines


def waiting_group(
    application: Application, needs: line.Seats, passes: int = 0, *, kept: Sequence[KeptSeatsNow] = ()
) -> line.WaitingGroup:
    """Return an application as the waiting rule sees it; part of its people may sit already."""
    has_begun = application.state in (ApplicationState.PARTLY, ApplicationState.OFFERED)
    return line.WaitingGroup(
        key=application.pk,
        needs=needs,
        passes=passes,
        least=1 if has_begun else application.least_people,
        kept=frozenset(each.seats.key for each in kept if each.is_for(application)),
    )


def places_in_line(session_ids: Sequence[int]) -> dict[int, int]:
    """Return the place in its session's line, from 1, of each waiting application, by its id. Two queries."""
    lines = waiting_lines(session_ids).values()
    return {group.key: place for groups in lines for place, group in enumerate(groups, start=1)}


def line_now(session: Session, *, now: datetime) -> tuple[list[line.WaitingGroup], Sequence[KeptSeatsNow]]:
    """Return who waits for one session, head first, and the seats that are kept for some."""
    kept = kept_seats_now([session.pk], now=now)
    return waiting_lines([session.pk], kept=kept)[session.pk], kept.get(session.pk, ())


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


def manager_releases(agency: Agency) -> bool:
    """Return whether an agency wants its manager to see its applications before the centre does."""
    return AgencyChoice.objects.filter(agency=agency, manager_releases=True).exists()


@dataclass(frozen=True)
class SessionSeats:
    """The seats of one session as screens show them."""

    capacity: Mapping[str, int]
    taken: Mapping[str, int]
    held: Mapping[str, int]
    waiting_people: int
    # Kept for some: by paper, for the network, for an area.
    kept: Mapping[str, int] = field(default_factory=dict)

    @property
    def free(self) -> dict[str, int]:
        """Seats that anybody could take now: neither taken nor held by the rule nor kept for some."""
        return {
            way: max(0, count - self.taken.get(way, 0) - self.held.get(way, 0) - self.kept.get(way, 0))
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
    def total_kept(self) -> int:
        return sum(self.kept.values())

    @property
    def total_free(self) -> int:
        return sum(self.free.values())


def session_seats(sessions: Sequence[Session], *, now: datetime) -> dict[int, SessionSeats]:
    """Return the seats of these sessions by session id, in as many queries however many they are."""
    ids = [session.pk for session in sessions]
    taken: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Seat.objects.filter(session__in=ids, released_at__isnull=True).values_list("session", "way")
    for pk, way, seats in rows.annotate(seats=Count("id")).order_by():
        taken[pk][way] = seats
    # Most sessions keep none; lists that know it do not ask again.
    kept = kept_seats_now([each.pk for each in sessions if getattr(each, "keeps_seats", True)], now=now)
    lines = waiting_lines(ids, kept=kept)
    return {
        session.pk: SessionSeats(
            capacity=session.capacity,
            taken=taken[session.pk],
            held=_held(session, taken[session.pk], lines[session.pk], kept.get(session.pk, ()), now=now),
            waiting_people=sum(group.people for group in lines[session.pk]),
            kept=_by_way(kept.get(session.pk, ())),
        )
        for session in sessions
    }


def _by_way(kept: Sequence[KeptSeatsNow]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for each in kept:
        counted[each.seats.way] = counted.get(each.seats.way, 0) + each.seats.seats
    return counted


def _held(
    session: Session,
    taken: line.Seats,
    groups: Sequence[line.WaitingGroup],
    kept: Sequence[KeptSeatsNow],
    *,
    now: datetime,
) -> line.Seats:
    """Return the seats that the waiting rule keeps for passed groups at this moment."""
    return settlement(session, taken, groups, kept, now=now).held if serves_its_line(session) else {}


def settlement(
    session: Session,
    taken: line.Seats,
    groups: Sequence[line.WaitingGroup],
    kept: Sequence[KeptSeatsNow],
    *,
    now: datetime,
) -> line.Settlement:
    """Return what the waiting rule decides at this moment for a line of this session."""
    event = session.event
    return line.settle(
        groups,
        {way: count - taken.get(way, 0) for way, count in session.capacity.items()},
        most_passes=event.most_passes,
        holding=rules.may_hold(session.starts_at, event.hold_until_days, now),
        kept=[each.seats for each in kept],
    )


def decides_later(session: Session) -> bool:
    """Return whether nobody who applies now has a seat before the centre has decided."""
    return not serves_its_line(session) or session.event.admission == Admission.APPROVAL


def would_get(
    session: Session,
    needs: line.Seats,
    *,
    agency: Agency | None = None,
    channel: str = Channel.WEB,
    least_people: int | None = None,
    now: datetime,
) -> line.Seats:
    """Return the seats that a group would get if it applied now; nothing is promised by it."""
    groups, kept = line_now(session, now=now)
    application = Application(
        agency=agency, channel=channel, least_people=least_people, state=ApplicationState.WAITING
    )
    newcomer = replace(waiting_group(application, needs, kept=kept), key=NEWCOMER)
    settled = settlement(session, taken_seats(session), [*groups, newcomer], kept, now=now)
    return settled.seats_of(NEWCOMER)


def may_anybody_apply(session: Session, *, now: datetime, is_invited: bool = False) -> Decision:
    """Decide whether this session's form is open on the web now, to whoever is invited where one must be."""
    local = timezone.localtime(now)
    anybody = rules.ApplicationFacts(
        people=1,
        needs={},
        agency_people_already=0,
        has_agency=True,
        speaks_for_agency=False,
        typed_by_staff=False,
        received_at=local,
        is_invited=is_invited,
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

    @property
    def decides_later(self) -> bool:
        """Whether nobody who applies now has a seat before the centre has decided."""
        return decides_later(self.session)


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
            if state.kind in ("open", "few", "full") and session.event.audience != Audience.INVITED
            else None,
            is_of_another_year=timezone.localtime(session.starts_at).year != local.year,
        )
        for session in sessions
    ]


def public_sessions(events: EventQuerySet) -> QuerySet[Session]:
    """Return the sessions of these events with their event, in the order of time."""
    keeps = Exists(KeptSeats.objects.filter(session=OuterRef("pk")))
    sessions = Session.objects.filter(event__in=events).annotate(keeps_seats=keeps)
    return sessions.select_related("event").order_by("starts_at", "id")


def public_events() -> EventQuerySet:
    """Return the events that everybody may read, cancelled ones too."""
    return Event.objects.readable()


def upcoming_public_events(*, now: datetime, limit: int) -> list[SessionRow]:
    """Return the next public sessions that are not over, for the home page."""
    sessions = public_sessions(public_events()).filter(ends_at__gt=now).exclude(state=DateState.CANCELLED)
    return session_rows(list(sessions[:limit]), now=now)


def position_in_line(application: Application) -> int | None:
    """Return an application's place in its session's line, 1 for the head; None when it does not wait."""
    keys = [group.key for group in waiting_lines([application.session_id])[application.session_id]]
    return keys.index(application.pk) + 1 if application.pk in keys else None


def active_people(application: Application) -> ParticipantQuerySet:
    """Return the people who still take part, or wait to, in the order in which they were written."""
    return Participant.objects.staying().filter(application=application).order_by("position")


def attended_people(session: Session) -> int:
    """Return how many people were marked as present on this date."""
    return Participant.objects.attended().filter(application__session=session).count()


def standing(application: Application) -> rules.StateWord:
    """Return how an application stands, with its place in the line while some of it waits."""
    in_line = application.state in LINE_STATES
    people = active_people(application)
    seated = people.seated().count() if in_line else 0
    asked = people.on_seats().count() - seated if in_line else 0
    return rules.application_word(
        # Whoever has seats and is offered more is asked first of all for an answer.
        ApplicationState.OFFERED if asked else application.state,
        event_state=state_of(application.session),
        people=people.count(),
        position=position_in_line(application) if in_line else None,
        seats=asked or seated,
    )


def rebuilt_seats(session: Session) -> dict[str, int]:
    """Return the taken seats by way as the ledger alone tells them; they must equal `taken_seats`."""
    totals: dict[str, int] = {}
    for kind, way, people in SeatEntry.objects.filter(session=session, kind__in=SEAT_FACTS).values_list(
        "kind", "way", "people"
    ):
        totals[way] = totals.get(way, 0) + SEAT_FACTS[EntryKind(kind)] * people
    return {way: seats for way, seats in totals.items() if seats}
