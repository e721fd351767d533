"""Plan and actual of a fiscal year: how many dates were planned, held, called off, put off or are to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from foundation.japanese.dates import fiscal_year as fiscal_year_of
from foundation.japanese.dates import fiscal_year_span

from . import date_rules
from .enums import ChangeKind, DateState, EventKind, EventState
from .models import DateChange, Session
from .registries import events_counted_elsewhere

# Event, for when it was planned, kind, state of the event, state of the date, beginning, end.
type PlannedDate = tuple[int, datetime, str, str, str, datetime, datetime]


@dataclass(frozen=True)
class PlanRow:
    """The plan of one kind of event; the total has no kind."""

    name: str
    count: date_rules.PlanCount


def plan_of_the_year(fiscal_year: int, *, now: datetime) -> list[PlanRow]:
    """Return the plan of a year kind by kind, the total last; empty where nothing was planned.

    A date counts in the year for which it was planned first, wherever it was put off to; what another host
    counts is not counted here.
    """
    return plans_of_the_years([fiscal_year], now=now)[fiscal_year]


def plans_of_the_years(years: Sequence[int], *, now: datetime) -> dict[int, list[PlanRow]]:
    """Return the plan of each of these years as `plan_of_the_year` does; as many queries however many."""
    dates: dict[int, dict[str, list[date_rules.DateFacts]]] = {year: {} for year in years}
    for planned_for, kind, *facts in _ours(planned_dates(min(years), max(years))) if years else ():
        of_year = dates.get(fiscal_year_of(timezone.localdate(planned_for)))
        if of_year is not None:
            of_year.setdefault(kind, []).append(date_rules.DateFacts(*facts))
    return {year: _rows(found, now) for year, found in dates.items()}


def _rows(dates: Mapping[str, Sequence[date_rules.DateFacts]], now: datetime) -> list[PlanRow]:
    rows = [
        PlanRow(str(kind.label), date_rules.counted(dates[kind], now)) for kind in EventKind if kind in dates
    ]
    everything = [each for found in dates.values() for each in found]
    return [*rows, PlanRow("合計", date_rules.counted(everything, now))] if rows else []


def _ours(dates: list[PlannedDate]) -> list[tuple[datetime, str, str, str, datetime, datetime]]:
    events = {event for event, *_ in dates}
    theirs = {pk for source in events_counted_elsewhere for pk in source(events)} if events else set()
    return [facts for event, *facts in dates if event not in theirs]


def planned_dates(first_year: int, last_year: int) -> list[PlannedDate]:
    """Return event, plan, kind, states and span of each date planned for these years; drafts are no plan yet.

    Each part of a series is a date of its own: it is held, off or put off with the whole or by itself.
    """
    begins, ends = fiscal_year_span(first_year)[0], fiscal_year_span(last_year)[1]
    put_off = DateChange.objects.filter(session=OuterRef("pk"), kind=ChangeKind.POSTPONED).order_by("id")
    found = Session.objects.exclude(event__state=EventState.DRAFT).annotate(
        planned_for=Coalesce(
            "parts__planned_starts_at",
            "parts__starts_at",
            Subquery(put_off.values("was_starts_at")[:1]),
            "starts_at",
        ),
        planned_state=Case(
            When(state=DateState.PLANNED, then=Coalesce("parts__state", "state")), default="state"
        ),
        begins=Coalesce("parts__starts_at", "starts_at"),
        finishes=Coalesce("parts__ends_at", "ends_at"),
    )
    within = found.filter(planned_for__gte=begins, planned_for__lt=ends).order_by("id", "begins")
    columns = ("event", "planned_for", "event__kind", "event__state", "planned_state", "begins", "finishes")
    return list(within.values_list(*columns))
