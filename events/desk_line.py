"""What moves in the sessions of an event: who waits in the line, who is asked, who waits for a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from foundation.decision import Decision

from . import letters, queries, rules
from .decision_sheet import wish_words
from .desk_queries import SeatLine, seat_lines
from .enums import DECIDES_AT_ONCE, Admission, ApplicationState, CorrectionKind, OfferAnswer, ReplyWay
from .kept_seats import kept_seats_now
from .models import Application, Correction, Event, KeptSeats, Offer, Participant, Session
from .models.session import takes_place


@dataclass(frozen=True)
class LineRow:
    """One group in line: its place, how many of it wait, what it wants, how often it was passed."""

    place: int
    application: Application
    people: int
    wish: str
    passes: int
    is_held_for: bool


@dataclass(frozen=True)
class OfferRow:
    """Seats that a group is asked about; staff ask by phone whom no mail asks, or where no time ends it."""

    offer: Offer
    application: Application
    people: int

    @property
    def is_by_phone(self) -> bool:
        return self.offer.expires_at is None or not self.application.is_told_by_mail


@dataclass(frozen=True)
class SessionBlock:
    """One date on the event's screen."""

    row: queries.SessionRow
    seats: Sequence[SeatLine]
    line: Sequence[LineRow]
    offers: Sequence[OfferRow]
    pending: int
    pending_people: int
    decision: Decision
    # For whom seats are kept and until when; empty where none are left of them.
    kept: Sequence[str] = ()

    @property
    def keeps_seats(self) -> bool:
        return any(each.kept for each in self.seats)


def session_blocks(sessions: Sequence[Session], *, now: datetime) -> list[SessionBlock]:
    """Return the dates of an event with all that moves in them; as many queries however many they are."""
    rows = queries.session_rows(sessions, now=now)
    lines = _lines(rows, now=now)
    offers = open_offers(sessions)
    pending = _pending(sessions)
    kept = _kept_words([row.session.pk for row in rows if row.seats.total_kept], now=now)
    local = timezone.localtime(now)
    return [
        SessionBlock(
            row,
            seat_lines(row.seats),
            lines[row.session.pk],
            [each for each in offers if each.application.session_id == row.session.pk],
            *pending.get(row.session.pk, (0, 0)),
            rules.may_decide_now(queries.event_facts(row.session), local),
            kept.get(row.session.pk, ()),
        )
        for row in rows
    ]


def _kept_words(sessions: Sequence[int], *, now: datetime) -> dict[int, list[str]]:
    """Say of each kept seat that nobody of those has yet for whom it is, and until when."""
    kept = kept_seats_now(sessions, now=now)
    left = {each.seats.key: each.seats.seats for known in kept.values() for each in known if each.seats.seats}
    found: dict[int, list[str]] = {}
    if left:
        rows = KeptSeats.objects.filter(pk__in=left).select_related("area").order_by("until", "id")
        for row in rows:
            area = f"（{row.area}）" if row.area else ""
            whom = f"{row.get_kept_for_display()}{area}　{row.get_way_display()}{left[row.pk]}席"
            found.setdefault(row.session_id, []).append(f"{whom}　{letters.moment_words(row.until)}まで")
    return found


def _lines(rows: Sequence[queries.SessionRow], *, now: datetime) -> dict[int, list[LineRow]]:
    groups = queries.waiting_lines([row.session.pk for row in rows])
    applications = Application.objects.in_bulk([each.key for line in groups.values() for each in line])
    found: dict[int, list[LineRow]] = {}
    for row in rows:
        event = row.event
        may_hold = rules.may_hold(row.session.starts_at, event.hold_until_days, now)
        found[row.session.pk] = [
            LineRow(
                place,
                application := applications[group.key],
                group.people,
                _wish(application, group.people),
                group.passes,
                may_hold
                and group.passes >= event.most_passes
                and any(row.seats.held.get(way) for way in group.needs),
            )
            for place, group in enumerate(groups[row.session.pk], start=1)
        ]
    return found


def _wish(application: Application, waiting: int) -> str:
    """Return what a group wants; whoever sits already takes any seat for the rest."""
    has_begun = application.state in (ApplicationState.PARTLY, ApplicationState.OFFERED)
    return "残りは一人ずつでも" if has_begun else wish_words(waiting, application.least_people)


def open_offers(sessions: Sequence[Session]) -> list[OfferRow]:
    """Return the offers of these sessions that nobody has answered yet, the one that ends first above."""
    found: Iterable[Any] = with_seats(Offer.objects.filter(session__in=[each.pk for each in sessions]))
    return [OfferRow(each, each.application, each.people) for each in found]


def open_offer(application: Application) -> Offer | None:
    """Return the offer that a group has not answered yet, with the number of seats as `people`."""
    return with_seats(Offer.objects.filter(application=application)).first()


def line_of(application: Application) -> list[tuple[int, Application]]:
    """Return who stands in the line of an application's session with the place of each, from 1."""
    groups = queries.waiting_lines([application.session_id])[application.session_id]
    applications = Application.objects.in_bulk([group.key for group in groups])
    return [(place, applications[group.key]) for place, group in enumerate(groups, start=1)]


def with_seats(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Keep open offers, with their application and the number of seats as `people`."""
    seats = Count("seats", filter=Q(seats__released_at__isnull=True))
    waiting = offers.filter(answer=OfferAnswer.OPEN).select_related("application").annotate(people=seats)
    return waiting.order_by("expires_at", "id")


def _pending(sessions: Sequence[Session]) -> dict[int, tuple[int, int]]:
    """Return how many applications and people of each session wait to be decided about."""
    people = Participant.objects.staying().filter(
        application__state=ApplicationState.PENDING, session__in=[each.pk for each in sessions]
    )
    counted = people.values("session").annotate(
        applications=Count("application", distinct=True), people=Count("id")
    )
    return {each["session"]: (each["applications"], each["people"]) for each in counted.order_by("session")}


def undecided_sessions(*, now: datetime) -> list[tuple[Session, int]]:
    """Return the dates past their deadline that wait for one decision, soonest first, with how many wait."""
    found = Session.objects.filter(
        takes_place(),
        event__admission__in=DECIDES_AT_ONCE,
        event__deadline_at__lt=now,
        decided_at__isnull=True,
        starts_at__gt=now,
    )
    pending = Count("applications", filter=Q(applications__state=ApplicationState.PENDING))
    waiting = found.annotate(pending=pending).filter(pending__gt=0).order_by("starts_at", "id")
    rows: Iterable[Any] = waiting.select_related("event")
    return [(each, each.pending) for each in rows]


def to_be_looked_at(*, now: datetime) -> Q:
    """Return which applications wait to be looked at one by one, before their date begins."""
    one_by_one = Q(state=ApplicationState.PENDING, session__event__admission=Admission.APPROVAL)
    return one_by_one & takes_place("session__") & Q(session__starts_at__gt=now)


def to_be_approved(*, now: datetime) -> list[tuple[str, int]]:
    """Return how many applications wait to be looked at, by the event's title, most first."""
    pending = Application.objects.filter(to_be_looked_at(now=now))
    counted = pending.values_list("session__event__title").annotate(count=Count("id"))
    return list(counted.order_by("-count", "session__event__title"))


def offers_by_phone(*, now: datetime) -> int:
    """Return how many groups staff have to ask themselves: no mail reaches them, or no time ends it."""
    by_staff = Q(expires_at__isnull=True) | ~Q(application__reply_way=ReplyWay.MAIL)
    coming = takes_place("session__") & Q(session__starts_at__gt=now)
    return Offer.objects.filter(by_staff & coming, answer=OfferAnswer.OPEN).count()


@dataclass(frozen=True)
class PendingRow:
    """One application that staff look at before they let it in."""

    application: Application
    people: Sequence[Participant]


def pending_applications(event: Event) -> QuerySet[Application]:
    """Return the applications of an event that wait to be decided about, as they arrived."""
    pending = Application.objects.filter(session__event=event, state=ApplicationState.PENDING)
    return pending.order_by("received_at", "id")


def pending_rows(event: Event) -> list[PendingRow]:
    """Return the applications of an event that wait to be decided about with their people. Two queries."""
    found = list(pending_applications(event).select_related("session", "agency"))
    people: dict[int, list[Participant]] = {}
    for person in Participant.objects.staying().filter(application__in=found).order_by("position"):
        people.setdefault(person.application_id, []).append(person)
    return [PendingRow(each, people.get(each.pk, [])) for each in found]


@dataclass(frozen=True)
class CorrectionRow:
    """One change of what orders the line, in words."""

    correction: Correction
    before: str
    after: str


def correction_rows(application: Application) -> list[CorrectionRow]:
    """Return what staff changed in the order, the first change first."""
    found = application.corrections.select_related("by__person").order_by("id")
    return [
        CorrectionRow(each, *(_in_words(each.kind, words) for words in (each.before, each.after)))
        for each in found
    ]


def _in_words(kind: str, stored: str) -> str:
    """Return a moment as it is spoken; places in line are words already."""
    return letters.moment_words(datetime.fromisoformat(stored)) if kind == CorrectionKind.RECEIPT else stored
