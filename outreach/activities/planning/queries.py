"""Reads of requirements and plans: how each stands, by month, what is left."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from foundation.activities.enums import ActivityKind
from foundation.exports.fiscal_months import MONTHS_OF_A_FISCAL_YEAR
from foundation.japanese.dates import fiscal_year
from outreach.activities import queries as register
from outreach.activities.models import Activity, Evidence

from .enums import LineState, PlanState
from .models import PlanLine, Requirement, YearPlan
from .rules import Standing, Wanted, month_of, standing_of, state_of


@dataclass(frozen=True)
class BoardRow:
    """One kind of work in a fiscal year: what is wanted, if anything was written, and how it stands."""

    kind: ActivityKind
    requirement: Requirement | None
    standing: Standing


def board(year: int, *, today: date) -> list[BoardRow]:
    """Return how each kind of work stands, in as many queries for 300 activities as for one."""
    held = register.counted_activities(year, today=today)
    proofs: dict[int, set[str]] = defaultdict(set)
    rows = Evidence.objects.filter(activity__in=[each.key for each in held]).order_by()
    for activity, kind in rows.values_list("activity", "kind"):
        proofs[activity].add(kind)
    asked = {each.kind: each for each in Requirement.objects.filter(fiscal_year=year)}
    planned = _still_planned(year, today=today)
    found = []
    for kind in ActivityKind:
        requirement = asked.get(kind)
        wanted = requirement.wanted if requirement else Wanted(kind, None)
        pairs = [(each, proofs[each.key]) for each in held]
        found.append(BoardRow(kind, requirement, standing_of(wanted, pairs, planned=planned[kind])))
    return found


def _still_planned(year: int, *, today: date) -> Counter[str]:
    """Return how often each kind is still to come: lines of the plan, and activities that are in none."""
    lines = plan_lines(year)
    to_come = Counter(each.kind for each in lines if state_of(each.facts(), today=today) == LineState.PLANNED)
    loose = Activity.objects.filter(fiscal_year=year, day__gt=today, plan_line__isnull=True)
    return to_come + Counter(loose.exclude(register.UNCOUNTED).order_by().values_list("kind", flat=True))


def requirement_of(year: int, kind: ActivityKind) -> Requirement:
    """Return what is wanted of a kind of work in a year; unsaved where nothing was written."""
    found = Requirement.objects.filter(fiscal_year=year, kind=kind).first()
    return found or Requirement(fiscal_year=year, kind=kind)


def plan_of(year: int) -> YearPlan | None:
    """Return the plan of a fiscal year, None without one."""
    return YearPlan.objects.filter(fiscal_year=year).first()


def plan_lines(year: int) -> QuerySet[PlanLine]:
    """Return the lines of a fiscal year's plan with what became of them."""
    return PlanLine.objects.filter(plan__fiscal_year=year).select_related("activity", "area", "carried_to")


@dataclass(frozen=True)
class Line:
    """One line with its state."""

    row: PlanLine
    state: LineState


@dataclass(frozen=True)
class Month:
    """A month of the plan."""

    first_day: date
    lines: Sequence[Line]


@dataclass(frozen=True)
class Plan:
    """A fiscal year's plan: twelve months, and how many lines stand how."""

    year: int
    plan: YearPlan | None
    state: PlanState
    months: Sequence[Month]
    counts: Sequence[tuple[LineState, int]]

    @property
    def lines(self) -> int:
        return sum(len(each.lines) for each in self.months)


def whole_plan(year: int, *, today: date) -> Plan:
    """Return a fiscal year's plan in two queries."""
    plan = plan_of(year)
    by_month: dict[date, list[Line]] = defaultdict(list)
    counts: Counter[LineState] = Counter()
    for each in plan_lines(year):
        state = state_of(each.facts(), today=today)
        by_month[each.month].append(Line(each, state))
        counts[state] += 1
    months = [month_of(year, month) for month in MONTHS_OF_A_FISCAL_YEAR]
    return Plan(
        year,
        plan,
        plan.state_on(year=fiscal_year(today)) if plan else PlanState.DRAFT,
        [Month(each, by_month[each]) for each in months],
        [(state, counts[state]) for state in LineState if counts[state]],
    )


def activities_to_link(line: PlanLine) -> QuerySet[Activity]:
    """Return the activities of the line's kind and year that are in no other line."""
    rows = Activity.objects.filter(fiscal_year=line.plan.fiscal_year, kind=line.kind)
    return rows.exclude(register.UNCOUNTED).filter(plan_line__isnull=True).order_by("day", "pk")


def has_targets(year: int) -> bool:
    """Return whether a target was written for any kind of work in a year."""
    return Requirement.objects.filter(fiscal_year=year, minimum__gt=0).exists()
