"""Reads of communities: who is a member, who stands for whom, what was planned and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateField,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONArray
from django.utils import timezone

from events.enums import ACTIVE_STATES, DateState, EventState
from events.models import Event, Participant, Session
from events.models.session import takes_place
from foundation.japanese.dates import clock_time, short_date

from . import rules
from .enums import COMMITTEES, RequestAnswer, RowState
from .models import (
    Community,
    Guest,
    MemberAgency,
    PlanRow,
    Promise,
    YearPlan,
)
from .registries import row_facts

UNKNOWN_KIND = "そのほか"
# Of a window.
PANES = 6
PUT_OFF = "延期（日は未定）"
OVERDUE = "記録がまだです"


def communities() -> QuerySet[Community]:
    """Return all communities in the order of their names."""
    return Community.objects.order_by("name_kana", "name", "id")


def announced_sessions(communities: Iterable[int]) -> QuerySet[Session]:
    """Return the dates of all sessions of these communities that were announced, the earliest first."""
    return (
        Session.objects.filter(event__plan_row__plan__community__in=list(communities))
        .exclude(event__state=EventState.DRAFT)
        .select_related("event")
        .order_by("starts_at", "id")
    )


def events_of_committees() -> QuerySet[Event]:
    """Return the events that are sessions of committees."""
    return Event.objects.filter(plan_row__plan__community__kind__in=COMMITTEES)


def coming_sessions(communities: Collection[int], *, now: datetime) -> QuerySet[Session]:
    """Return the dates of these communities' sessions that are to be held, next first.

    Neither what is over, nor what was called off or put off.
    """
    found = Session.objects.filter(takes_place(), ends_at__gt=now)
    return (
        found.filter(event__plan_row__plan__community__in=communities)
        .select_related("event__plan_row__plan")
        .order_by("starts_at", "id")
    )


def put_off_sessions(communities: Collection[int]) -> QuerySet[Session]:
    """Return the dates of these communities' sessions that were put off, to a day that nobody knows yet."""
    found = Session.objects.filter(event__state=EventState.PUBLISHED, state=DateState.POSTPONED)
    return found.filter(event__plan_row__plan__community__in=communities)


@dataclass(frozen=True)
class Line:
    """One line of a plan with what became of it, and the first moment of its session if it has one.

    `coming` are the people whom the visitor's agencies have named for it. A room may have written on which
    day it was held and how many people or agencies came (`registries.row_facts`).
    """

    row: PlanRow
    state: RowState
    starts_at: datetime | None
    coming: int = 0
    held_on: date | None = None
    came: int | None = None
    came_for: int | None = None
    # How many came by kind of agency, as the reception marked; None where that was not asked for.
    marked: tuple[tuple[str, int], ...] | None = None
    # Its month is past, and nobody has said that it was held or called off.
    is_overdue: bool = False

    @property
    def day(self) -> date | None:
        """On which day it is or was held."""
        return timezone.localdate(self.starts_at) if self.starts_at else self.held_on

    @property
    def is_put_off(self) -> bool:
        """Whether it was announced, and no day stands any more."""
        return self.state == RowState.PLANNED and self.row.event_id is not None

    @property
    def state_words(self) -> str:
        """What became of it, as pages and papers say it."""
        other = PUT_OFF if self.is_put_off else OVERDUE if self.is_overdue else ""
        return other or str(self.state.label)

    @property
    def words(self) -> str:
        """When its session begins, as the page says it."""
        if self.starts_at is None:
            return ""
        begins = timezone.localtime(self.starts_at)
        return f"次は{short_date(begins.date())}　{clock_time(begins.time())}"


def lines_of(plan: YearPlan, *, now: datetime) -> list[Line]:
    """Return a plan's lines in the order of months, in one query however many they are."""
    return [_line(row, now) for row in _dated_rows().filter(plan=plan)]


def plan_and_lines(
    community: Community, year: int, *, now: datetime, agencies: Collection[int] = ()
) -> tuple[YearPlan | None, list[Line]]:
    """Return the plan of a fiscal year with its lines, in one query while it has any.

    The lines tell how many people of these agencies have been named for each session, and who came.
    """
    rows = list(
        _dated_rows()
        .filter(plan__community=community, plan__fiscal_year=year)
        .select_related("plan")
        .annotate(coming=_named_by(agencies), marked=_marked())
    )
    plan = rows[0].plan if rows else plan_of(community, year)
    return plan, [_line(row, now) for row in rows]


def lines_of_year(
    communities: QuerySet[Community], year: int, *, now: datetime
) -> dict[Community, list[Line]]:
    """Return the lines of these communities that have a plan for a fiscal year, in one query for all."""
    rows = _dated_rows().filter(plan__community__in=communities, plan__fiscal_year=year)
    found: dict[Community, list[Line]] = defaultdict(list)
    for row in rows.select_related("plan__community").order_by("plan__community__name_kana", "month", "pk"):
        found[row.plan.community].append(_line(row, now))
    return found


def _dated_rows() -> QuerySet[PlanRow]:
    """Return lines with when their session begins and ends, if a day stands, and what rooms wrote."""
    stands = takes_place("event__sessions__")
    facts = [source() for source in row_facts]
    return PlanRow.objects.select_related("event").annotate(
        written_on=Coalesce(Value(None, DateField()), *(each.held_on for each in facts)),
        written_came=_first_of(each.came for each in facts),
        written_came_for=_first_of(each.agencies for each in facts),
        begins=Min("event__sessions__starts_at", filter=stands),
        ends=Max("event__sessions__ends_at", filter=stands),
        left=Count("event__sessions", filter=~Q(event__sessions__state=DateState.CANCELLED)),
    )


def _first_of(counts: Iterable[Any]) -> Coalesce:
    """Return the first number that a room has written."""
    nothing = Value(None, IntegerField())
    return Coalesce(nothing, nothing, *(each for each in counts if each is not None))


def _named_by(agencies: Collection[int]) -> Coalesce:
    people = Participant.objects.filter(
        session__event=OuterRef("event"),
        cancelled_at__isnull=True,
        application__agency__in=agencies,
        application__state__in=ACTIVE_STATES,
    )
    counted = people.order_by().values("session__event").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _marked() -> ArraySubquery:
    """Return how many people came to the session of a line by kind of agency, as pairs."""
    people = Participant.objects.attended().filter(session__event=OuterRef("event")).order_by()
    by_kind = people.values("application__agency__kind__name").annotate(count=Count("pk"))
    return ArraySubquery(by_kind.values(pair=JSONArray("application__agency__kind__name", "count")))


def _line(row: PlanRow, now: datetime) -> Line:
    begins: datetime | None = row.begins  # type: ignore[attr-defined]  # -- annotated
    ends: datetime | None = row.ends  # type: ignore[attr-defined]  # -- annotated
    facts = vars(row)
    is_off = row.called_off_at is not None or (
        row.event is not None and (row.event.state == EventState.CANCELLED or not facts["left"])
    )
    ended = True if facts["written_on"] else None if ends is None else ends <= now
    state = rules.row_state(cancelled=is_off, ended=ended)
    marked = tuple(_in_order(facts["marked"])) if "marked" in facts else None
    return Line(
        row,
        state,
        begins,
        facts.get("coming", 0),
        facts["written_on"],
        facts["written_came"],
        facts["written_came_for"],
        marked,
        state == RowState.PLANNED and row.month < timezone.localdate(now).replace(day=1),
    )


def counted(lines: Iterable[Line]) -> rules.Counted:
    """Return how many of these lines were planned, held, called off, still come, were added later."""
    return rules.count_rows((each.state, each.row.was_planned) for each in lines)


def number_for(row: PlanRow, starts_at: datetime) -> int:
    """Return the number that a line bears whose session begins then: its place among the year's days.

    Lines without a day count by their month and order, those that will not be held do not count.
    """
    others = list(_dated_rows().filter(plan=row.plan_id).exclude(pk=row.pk))
    place = (timezone.localdate(starts_at).replace(day=1), row.position)
    before = sum(_is_before(each, starts_at, place) for each in others)
    return rules.number_in_year(before, taken={each.number for each in others if each.number})


def _is_before(row: PlanRow, starts_at: datetime, place: tuple[date, int]) -> bool:
    if row.called_off_at is not None:
        return False
    begins: datetime | None = row.begins  # type: ignore[attr-defined]  # -- annotated
    return begins < starts_at if begins is not None else (row.month, row.position) < place


def plan_of(community: Community, year: int) -> YearPlan | None:
    """Return the plan of a fiscal year, if one was begun."""
    return community.plans.filter(fiscal_year=year).first()


def community_of_event(event: Event) -> Community | None:
    """Return the community whose session an event is."""
    return Community.objects.filter(plans__rows__event=event).first()


@dataclass(frozen=True)
class Held:
    """A session that was held: how many people came, and of which kinds of agencies where that is known.

    What was marked at the reception stands before what a room has written of who came. Of a general meeting a
    room knows the agencies alone.
    """

    line: Line
    people: int
    kinds: tuple[tuple[str, int], ...]
    agencies: int | None = None

    @property
    def words(self) -> str:
        """How many came: 12人, or 5機関 where agencies alone were written."""
        return f"{self.people}人" if self.agencies is None else f"{self.agencies}機関"


def held_of(lines: Iterable[Line], *, latest: int | None = None) -> list[Held]:
    """Return what was held, or the latest of it, the latest first, in one query however many they are."""
    held = [each for each in lines if each.state == RowState.HELD][-latest if latest else 0 :]
    if not held:
        return []
    unknown = [each.row.event_id for each in held if each.marked is None and each.row.event_id]
    marked = _came(unknown) if unknown else {}
    return [
        _held(each, marked.get(each.row.event_id, ()) if each.marked is None else each.marked)
        for each in reversed(held)
    ]


def _held(line: Line, marked: Collection[tuple[str, int]]) -> Held:
    if marked or line.came is not None:
        people = sum(count for _, count in marked) if marked else line.came or 0
        return Held(line, people, tuple(marked))
    return Held(line, 0, (), line.came_for)


def _in_order(marked: Iterable[tuple[str | None, int]]) -> list[tuple[str, int]]:
    """Return kinds of agencies with how many came, the most first."""
    found = sorted(marked, key=lambda each: (-each[1], each[0] or ""))
    return [(kind or UNKNOWN_KIND, count) for kind, count in found]


def _came(events: Collection[int | None]) -> dict[int | None, list[tuple[str, int]]]:
    """Return how many people came to each event by kind of agency, the most first."""
    people = Participant.objects.attended().filter(session__event__in=events).order_by()
    rows = people.values_list("session__event", "application__agency__kind__name").annotate(count=Count("pk"))
    found: dict[int | None, list[tuple[str | None, int]]] = defaultdict(list)
    for event, kind, count in rows:
        found[event].append((kind, count))
    return {event: _in_order(theirs) for event, theirs in found.items()}


@dataclass(frozen=True)
class Size:
    """How large a community is: agencies, and the corporations that they belong to."""

    agencies: int
    corporations: int


def sizes(communities: Iterable[int], *, today: date) -> dict[int, Size]:
    """Return how many agencies and corporations are members on a day, by community, in one query."""
    rows = (
        MemberAgency.objects.on(today).filter(community__in=list(communities)).order_by().values("community")
    )
    counted = rows.annotate(agencies=Count("pk"), corporations=Count("agency__corporation", distinct=True))
    return {row["community"]: Size(row["agencies"], row["corporations"]) for row in counted}


def shown(*, today: date) -> QuerySet[Community]:
    """Return communities with what their page says: how large they are, their promises, who asks to join."""
    members = MemberAgency.objects.on(today).filter(community=OuterRef("pk")).order_by().values("community")
    agencies = members.annotate(count=Count("pk")).values("count")
    corporations = members.annotate(count=Count("agency__corporation", distinct=True)).values("count")
    latest = Promise.objects.filter(community=OuterRef("pk")).order_by("-version").values("text")[:1]
    return Community.objects.annotate(
        agency_count=Coalesce(Subquery(agencies), 0),
        corporation_count=Coalesce(Subquery(corporations), 0),
        promised=Subquery(latest),
        waiting=Count("requests", filter=Q(requests__answer=RequestAnswer.OPEN)),
    )


def size_of(community: Community) -> Size:
    """Return how large a community of `shown` is."""
    return Size(community.agency_count, community.corporation_count)  # type: ignore[attr-defined]  # -- annotated


def waiting_at(community: Community) -> int:
    """Return how many agencies wait to join a community of `shown`."""
    return int(community.waiting)  # type: ignore[attr-defined]  # -- annotated


def promise_of(community: Community) -> Promise | None:
    """Return the promises of a community of `shown`, to be read alone."""
    text: str | None = community.promised  # type: ignore[attr-defined]  # -- annotated
    return Promise(text=text) if text else None


@dataclass(frozen=True)
class Month:
    """One month of a year with its lines; the window is lit when one was held."""

    month: date
    lines: tuple[Line, ...]

    @property
    def is_off(self) -> bool:
        """Whether everything of this month was called off."""
        return bool(self.lines) and all(each.state == RowState.CANCELLED for each in self.lines)

    @property
    def panes(self) -> int:
        """How many panes of the window are lit: all once held, some while announced."""
        states = {each.state for each in self.lines}
        if RowState.HELD in states:
            return PANES
        return PANES // 2 if RowState.ANNOUNCED in states else 0


def months_of_lines(lines: Iterable[Line], year: int) -> list[Month]:
    """Return the twelve months of a fiscal year with their lines."""
    found: dict[date, list[Line]] = {each: [] for each in rules.months_of(year)}
    for line in lines:
        found[line.row.month].append(line)
    return [Month(month, tuple(theirs)) for month, theirs in found.items()]


def guests_of(event: Event) -> QuerySet[Guest]:
    """Return the agencies invited to a session."""
    return Guest.objects.filter(event=event).select_related("agency")


def announced_rows(community: Community) -> list[PlanRow]:
    """Return the lines of a community that became sessions, the latest first."""
    rows = PlanRow.objects.filter(plan__community=community, event__isnull=False)
    return list(rows.select_related("event").order_by("-month", "-number"))
