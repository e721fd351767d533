"""Reads of committees: who sits where on a day, whose term ends, what was asked, paid, linked and said."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Person, User
from directory.models import Agency, Membership
from foundation.japanese.dates import fiscal_year_span
from foundation.japanese.text import fold
from foundation.limits.queries import limit
from foundation.mail.models import OutgoingMail
from outreach.study_groups.enums import COMMITTEES, GROUP_DESK_ROLES
from outreach.study_groups.models import Community, PlanRow

from . import rules
from .enums import OPEN_RECOMMENDATIONS, AdviceState, RecommendationState
from .limits import URGENT_WITHIN
from .models import (
    Advice,
    Appointment,
    Conditions,
    Honorarium,
    Introduction,
    Opinion,
    Recommendation,
    Seat,
)

# How letters that ask for the promise of secrecy are known: on being appointed, and again on a day.
ASKED, ASKED_AGAIN = "group_committees.please_sign", "group_committees.please_sign_again"


def seats_of(community: Community) -> QuerySet[Seat]:
    """Return the seats of a committee that were not abolished, in their order."""
    return Seat.objects.filter(community=community, abolished_on__isnull=True)


@dataclass(frozen=True)
class Held:
    """A term of somebody: which one of theirs in this committee, and how many days of it are left."""

    appointment: Appointment
    number: int
    days_left: int


@dataclass(frozen=True)
class SeatToday:
    """A seat on a day: who holds it, who comes next, and whether a body is being asked."""

    seat: Seat
    held: Held | None
    following: Appointment | None
    asked: Recommendation | None

    @property
    def owes_the_promise(self) -> bool:
        """Whether who holds it, or comes next, has not promised secrecy yet."""
        terms = (self.held.appointment if self.held else None, self.following)
        return any(each is not None and each.signed_on is None for each in terms)


def seats_on(community: Community, *, today: date) -> list[SeatToday]:
    """Return the seats of a committee with who holds them, in four queries however many they are."""
    terms = Appointment.objects.not_over(today).select_related("person__user").order_by("since")
    asked = Recommendation.objects.filter(state__in=sorted(OPEN_RECOMMENDATIONS))
    seats = list(
        seats_of(community).prefetch_related(
            Prefetch("appointments", terms, to_attr="to_come"),
            Prefetch("recommendations", asked, to_attr="open_requests"),
        )
    )
    begins = begins_of(community)
    return [_seat_today(each, begins, today) for each in seats]


def _seat_today(seat: Seat, begins: Mapping[int, list[date]], today: date) -> SeatToday:
    terms: list[Appointment] = seat.to_come  # type: ignore[attr-defined]  # -- prefetched above
    asked: list[Recommendation] = seat.open_requests  # type: ignore[attr-defined]  # -- as above
    now = next((each for each in terms if each.since <= today), None)
    return SeatToday(
        seat,
        held=held(now, begins, today=today) if now else None,
        following=next((each for each in terms if each.since > today), None),
        asked=asked[0] if asked else None,
    )


def begins_of(community: Community) -> dict[int, list[date]]:
    """Return on which days terms in a committee began, by person."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = Appointment.objects.valid().filter(community=community).order_by("since")
    for person, since in rows.values_list("person", "since"):
        found[person].append(since)
    return found


def held(appointment: Appointment, begins: Mapping[int, list[date]], *, today: date) -> Held:
    """Return a term with which one of its person it is."""
    number = rules.term_number(begins.get(appointment.person_id, ()), appointment.since)
    return Held(appointment, number, (appointment.last_day - today).days)


def history_of(seat: Seat) -> QuerySet[Appointment]:
    """Return everybody who held a seat, the latest first."""
    return seat.appointments.select_related("person").order_by("-since", "-id")


def is_followed(term: Appointment) -> bool:
    """Return whether a later term of the same seat was given."""
    return Appointment.objects.valid().filter(seat=term.seat_id, since__gt=term.since).exists()


def members_on(community: Community, *, today: date) -> list[Held]:
    """Return who is in office on a day, in the order of seats."""
    rows = Appointment.objects.on(today).filter(community=community).select_related("person", "seat")
    begins = begins_of(community)
    return [held(each, begins, today=today) for each in rows]


def own_terms(community: Community, person: int, *, today: date) -> list[Appointment]:
    """Return the running and coming terms of somebody in a committee, the earliest first."""
    rows = Appointment.objects.not_over(today).filter(community=community, person=person)
    return list(rows.select_related("seat").order_by("since"))


def unsigned_terms(person: int, *, today: date) -> QuerySet[Appointment]:
    """Return the running and coming terms for which somebody has not promised secrecy yet."""
    rows = Appointment.objects.not_over(today).filter(person=person, signed_on__isnull=True)
    return rows.select_related("community").order_by("since")


def owe_the_promise(community: Community, *, today: date) -> list[Person]:
    """Return who has not promised secrecy for their running or coming term, and can on the screen."""
    terms = Appointment.objects.not_over(today).filter(community=community, signed_on__isnull=True)
    people = Person.objects.filter(
        pk__in=terms.values("person"), user__is_active=True, erased_at__isnull=True
    )
    return list(people.select_related("user").order_by("pk"))


def was_asked_to_sign(community: Community, person: int, *, on: date) -> bool:
    """Return whether somebody was written to on a day about the promise, on being appointed or again."""
    terms = Appointment.objects.filter(community=community, person=person)
    causes = [f"{ASKED}:{pk}" for pk in terms.values_list("pk", flat=True)]
    causes.append(f"{ASKED_AGAIN}:{community.pk}:{person}:{on}")
    return OutgoingMail.objects.filter(cause__in=causes, created_at__date=on).exists()


@dataclass(frozen=True)
class AtAGlance:
    """A committee on a day: how many seats are empty, and when which term ends next."""

    vacant: int
    next_end: date | None
    own: tuple[date, bool] | None


def glance(community: Community, person: int, *, today: date) -> AtAGlance:
    """Return how a committee stands on a day, in one query; `own` says until when, and whether promised."""
    running = Appointment.objects.on(today).filter(seat=OuterRef("pk"))
    rows = list(
        seats_of(community)
        .annotate(
            holder=Subquery(running.values("person")[:1]),
            ended=Subquery(running.values("ended_on")[:1]),
            ends=Subquery(running.values("until")[:1]),
            signed=Subquery(running.values("signed_on")[:1]),
        )
        .values_list("holder", "ended", "ends", "signed")
    )
    last = [rules.last_day(ends, ended) for holder, ended, ends, _ in rows if holder is not None]
    own = [
        (rules.last_day(ends, ended), signed is not None)
        for holder, ended, ends, signed in rows
        if holder == person
    ]
    return AtAGlance(
        vacant=sum(holder is None for holder, *_ in rows),
        next_end=min(last, default=None),
        own=own[0] if own else None,
    )


def ending_terms(*, today: date, within: int) -> QuerySet[Appointment]:
    """Return terms that end within so many days and that nobody follows, the first to end first."""
    followed = Appointment.objects.valid().filter(seat=OuterRef("seat"), since__gt=OuterRef("since"))
    return (
        Appointment.objects.on(today)
        .filter(
            ~Exists(followed),
            Q(ended_on__isnull=True, until__lte=today + timedelta(days=within))
            | Q(ended_on__lte=today + timedelta(days=within)),
            seat__abolished_on__isnull=True,
        )
        .exclude(community__state="closed")
        .select_related("community", "seat")
        .order_by(Coalesce("ended_on", "until"), "id")
    )


def vacant_seats(*, today: date) -> QuerySet[Seat]:
    """Return the seats of committees that work in which nobody sits."""
    running = Appointment.objects.on(today).filter(seat=OuterRef("pk"))
    seats = Seat.objects.filter(~Exists(running), abolished_on__isnull=True)
    return seats.filter(community__state="active", community__kind__in=sorted(COMMITTEES))


def people_named(name: str, agency: Agency | None, *, today: date) -> list[Person]:
    """Return people of this name at an agency, or without one at the centre; blanks do not count."""
    if agency is None:
        users = User.objects.filter(is_active=True, groups__name__in=sorted(GROUP_DESK_ROLES))
        people = Person.objects.filter(pk__in=users.values("person"))
    else:
        works = Membership.objects.valid(today=today).filter(agency=agency)
        people = Person.objects.filter(pk__in=works.values("person"))
    alive = people.filter(merged_into__isnull=True, erased_at__isnull=True).order_by("pk")
    return [each for each in alive if is_same_name(each.name, name)]


def is_same_name(one: str, other: str) -> bool:
    """Return whether two names are the same; blanks do not count."""
    return _plain(one) == _plain(other)


def named_for(seat: Seat) -> Recommendation | None:
    """Return the request for a seat to which a body has answered with a name that waits."""
    return seat.recommendations.filter(state=RecommendationState.RECOMMENDED).first()


def _plain(name: str) -> str:
    return "".join(fold(name).split())


def conditions_of(community: Community) -> Conditions:
    """Return what a committee usually gives and asks."""
    return Conditions.objects.filter(community=community).first() or Conditions(community=community)


def recommendations_of(community: Community) -> QuerySet[Recommendation]:
    """Return what bodies were asked for, the latest first."""
    return Recommendation.objects.filter(seat__community=community).select_related("seat", "appointment")


def meetings_of(community: Community, year: int | None = None) -> list[PlanRow]:
    """Return the lines of a committee's plans that may be chosen as the meeting of something."""
    rows = PlanRow.objects.filter(plan__community=community, called_off_at__isnull=True)
    if year is not None:
        rows = rows.filter(plan__fiscal_year=year)
    return list(rows.order_by("-month", "position"))


def days_of_year(year: int) -> tuple[date, date]:
    """Return the first day of a fiscal year, and of the next one."""
    begins, ends = fiscal_year_span(year)
    return begins.date(), ends.date()


def honoraria_of(community: Community, year: int) -> list[Honorarium]:
    """Return what was given in a fiscal year, by day."""
    first, after = days_of_year(year)
    rows = Honorarium.objects.filter(appointment__community=community, on__gte=first, on__lt=after)
    return list(rows.select_related("appointment__person", "appointment__seat", "row"))


def money_of(rows: Iterable[Honorarium]) -> rules.Sums:
    """Return what these rows sum up to, in yen."""
    return rules.sums_of([(each.fee, each.travel, each.paid_on is not None) for each in rows])


@dataclass(frozen=True)
class PaidTo:
    """What somebody got in a year, in yen, and for how many days."""

    name: str
    seat: str
    days: int
    sums: rules.Sums


def by_person(rows: Collection[Honorarium]) -> list[PaidTo]:
    """Return what each person gets for these rows, in the order of seats."""
    found: dict[int, list[Honorarium]] = defaultdict(list)
    for each in sorted(rows, key=lambda row: (row.appointment.seat.position, row.on)):
        found[each.appointment.person_id].append(each)
    return [
        PaidTo(
            theirs[0].appointment.person.name, theirs[0].appointment.seat.name, len(theirs), money_of(theirs)
        )
        for theirs in found.values()
    ]


def served_in(community: Community, year: int) -> list[Appointment]:
    """Return terms of which some day lies in a fiscal year, in the order of seats."""
    first, after = days_of_year(year)
    rows = Appointment.objects.not_over(first).filter(community=community, since__lt=after)
    return list(rows.select_related("person", "seat"))


def introductions_of(community: Community, year: int) -> list[Introduction]:
    """Return whom members linked the centre to in a fiscal year, the latest first."""
    first, after = days_of_year(year)
    rows = Introduction.objects.filter(appointment__community=community, on__gte=first, on__lt=after)
    return list(rows.select_related("appointment__person", "appointment__seat"))


@dataclass(frozen=True)
class Asked:
    """A question to a member, and how far it has come."""

    advice: Advice
    state: AdviceState
    due_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in (AdviceState.ASKED, AdviceState.LATE)


def advice_of(community: Community, year: int, *, now: datetime) -> list[Asked]:
    """Return what members were asked beside the meetings in a fiscal year, the latest first."""
    first, after = (timezone.make_aware(datetime.combine(each, time.min)) for each in days_of_year(year))
    rows = Advice.objects.filter(
        appointment__community=community, asked_at__gte=first, asked_at__lt=after
    ).select_related("appointment__person", "appointment__seat")
    within = timedelta(hours=limit(URGENT_WITHIN, on=timezone.localdate(now)))
    return [_asked(each, now, within) for each in rows]


def _asked(advice: Advice, now: datetime, within: timedelta) -> Asked:
    state = rules.advice_state(
        asked_at=advice.asked_at,
        is_urgent=advice.is_urgent,
        answered_on=advice.answered_on,
        closed_on=advice.closed_on,
        now=now,
        within=within,
    )
    return Asked(advice, state, advice.asked_at + within if advice.is_urgent else None)


def late_advice(*, now: datetime, within: timedelta) -> QuerySet[Advice]:
    """Return urgent questions that nobody answered within this time."""
    return Advice.objects.filter(
        is_urgent=True,
        answered_on__isnull=True,
        closed_on__isnull=True,
        asked_at__lt=now - within,
    ).select_related("appointment__community")


def late_recommendations(*, today: date) -> QuerySet[Recommendation]:
    """Return requests whose day for an answer is over without one."""
    rows = Recommendation.objects.filter(state="requested", reply_by__lt=today)
    return rows.select_related("seat__community")


def opinions_of(community: Community, year: int) -> QuerySet[Opinion]:
    """Return opinions on the report of a fiscal year with their replies, in the order of writing."""
    rows = Opinion.objects.filter(community=community, fiscal_year=year)
    return rows.select_related("appointment__person", "appointment__seat", "row")


def years_of_opinions(community: Community) -> list[int]:
    """Return of which years' reports there are opinions, the latest first."""
    rows = Opinion.objects.filter(community=community).order_by("-fiscal_year")
    return list(rows.values_list("fiscal_year", flat=True).distinct())


def to_tell() -> list[Person]:
    """Return who is told that terms end: the centre's staff that keep communities."""
    users = User.objects.filter(is_active=True, groups__name__in=sorted(GROUP_DESK_ROLES))
    people = Person.objects.filter(pk__in=users.values("person"), erased_at__isnull=True)
    return list(people.select_related("user").order_by("pk"))


def counts_by_seat(introductions: Iterable[Introduction]) -> list[tuple[str, int]]:
    """Return how many links came of each seat, the most first."""
    found: dict[str, int] = defaultdict(int)
    for each in introductions:
        found[each.appointment.seat.name] += 1
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))


def next_position(community: Community) -> int:
    """Return the place of a seat that is added."""
    last = Seat.objects.filter(community=community).order_by("-position").values_list("position", flat=True)
    return (last.first() or 0) + 1
