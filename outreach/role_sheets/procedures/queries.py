"""Reads of check lists, the start-up guide, first steps and gaps."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from content.reviewed import Reviewed, overdue
from directory.models import Agency, Municipality
from foundation.japanese.business_days import Closures
from training_media.paths.enums import ForWhom, PathState
from training_media.paths.models import Path, PathItem

from .enums import GapMove, GapState, Month, PlanPhase, Stage, TickState, Way
from .models import (
    FirstSteps,
    Gap,
    ModelClause,
    PreventionPlan,
    ProcedureStep,
    StartUpCopy,
    StartUpStep,
    StartUpTick,
)
from .rules import (
    StepDays,
    days_of_step,
    is_for,
    is_late,
    is_of_ways,
    moves_from,
    phase_of,
    place_in_year,
)

type Staged = list[tuple[Stage, list[ProcedureStep]]]


def steps_for(person_type: str) -> list[ProcedureStep]:
    """Return the steps that are shown for a person type, or all of them without one, by day."""
    steps = ProcedureStep.objects.filter(is_shown=True)
    return [step for step in steps if is_for(step.person_types, person_type)]


def by_stage(steps: Iterable[ProcedureStep]) -> Staged:
    """Return the steps below their stage, in the order of time; stages without any are left out."""
    found: dict[str, list[ProcedureStep]] = defaultdict(list)
    for step in steps:
        found[step.stage].append(step)
    return [(stage, found[stage]) for stage in Stage if found[stage]]


def last_checked(rows: Iterable[Reviewed]) -> date | None:
    """Return the oldest day on which one of these was checked: all of them are as new as that."""
    days = [row.reviewed_on for row in rows]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


@dataclass(frozen=True)
class DayLine:
    """A step with its days for one release."""

    step: ProcedureStep
    days: StepDays
    is_past: bool
    is_after_release: bool


def day_lines(
    steps: Iterable[ProcedureStep], release: date, *, closures: Closures, today: date
) -> list[DayLine]:
    """Return the steps with their days, counted in business days from a release; nothing is kept."""
    lines = []
    for step in steps:
        days = days_of_step(release, step.days, step.lead_days, closures)
        late = step.stage == Stage.IN_CUSTODY and days.answer_by is not None and days.answer_by > release
        lines.append(DayLine(step, days, days.begins_on < today, late))
    return sorted(lines, key=lambda line: (line.days.begins_on, line.step.days, line.step.pk))


def start_up_steps() -> list[StartUpStep]:
    """Return the shown steps of the start-up guide, from April to March."""
    return in_order(StartUpStep.objects.filter(is_shown=True))


def in_order(steps: Iterable[StartUpStep]) -> list[StartUpStep]:
    """Return steps from April to March."""
    return sorted(steps, key=lambda step: (place_in_year(step.month), step.way != Way.EVERY, step.pk))


def sources_of(steps: Iterable[StartUpStep]) -> list[str]:
    """Return the sources of these steps with their years, each once."""
    return list(dict.fromkeys(f"{step.source}（{step.source_year}）" for step in steps))


def of_ways(steps: Iterable[StartUpStep], ways: Collection[str]) -> list[StartUpStep]:
    """Keep the steps that are taken on these ways, with those of every way; without a way all of them."""
    return [step for step in steps if is_of_ways(step.way, ways)]


def by_month[Row](
    rows: Iterable[tuple[StartUpStep, Row]],
) -> list[tuple[Month, list[tuple[StartUpStep, Row]]]]:
    """Return steps and what belongs to them below their months, from April to March."""
    found: dict[int, list[tuple[StartUpStep, Row]]] = defaultdict(list)
    for step, row in rows:
        found[step.month].append((step, row))
    return [(month, found[month]) for month in Month if found[month]]


def clauses() -> QuerySet[ModelClause]:
    """Return the shown clauses, in their order."""
    return ModelClause.objects.filter(is_shown=True)


def copy_of(agency: Agency, year: int) -> StartUpCopy | None:
    """Return what an agency has ticked for a fiscal year, None before it began."""
    return StartUpCopy.objects.filter(agency=agency, year=year).select_related("agency").first()


def copies_of(agency: Agency) -> list[int]:
    """Return the fiscal years of an agency's copies, the latest first."""
    return list(StartUpCopy.objects.filter(agency=agency).order_by("-year").values_list("year", flat=True))


type Ticked = list[tuple[StartUpStep, StartUpTick | None]]


def ticked(copy: StartUpCopy, ways: Collection[str] = ()) -> Ticked:
    """Return the steps of a copy, each with what was said of it, or those of the ways that are taken.

    One taken off the guide stays if it was ticked.
    """
    return _with_ticks(copy, of_ways(in_order(StartUpStep.objects.all()), ways))


def _with_ticks(copy: StartUpCopy, steps: Iterable[StartUpStep]) -> Ticked:
    ticks = {tick.step_id: tick for tick in copy.ticks.all()}
    return [(step, ticks.get(step.pk)) for step in steps if step.is_shown or step.pk in ticks]


@dataclass(frozen=True)
class CopyLine:
    """How far a municipality has come with a copy; `total` counts the steps that stand on that copy."""

    copy: StartUpCopy
    done: int
    left_out: int
    total: int

    @property
    def said(self) -> int:
        return self.done + self.left_out


def copy_line(copy: StartUpCopy, rows: Ticked) -> CopyLine:
    """Return how far a copy with these rows has come: the municipality and the centre count alike."""
    states = [tick.state for _, tick in rows if tick]
    return CopyLine(copy, states.count(TickState.DONE), states.count(TickState.NOT_OURS), len(rows))


def copy_lines() -> list[CopyLine]:
    """Return how far every municipality has come, the latest year first; the centre alone reads this."""
    steps = list(StartUpStep.objects.all())
    copies = StartUpCopy.objects.select_related("agency").prefetch_related("ticks")
    found = copies.order_by("-year", "agency__folded_kana", "pk")
    return [copy_line(each, _with_ticks(each, steps)) for each in found]


def first_steps() -> list[tuple[ForWhom, list[FirstSteps]]]:
    """Return the paths that everybody may read, by whom they are for; only while the path itself is open."""
    items = PathItem.objects.select_related("course").order_by("position")
    rows = FirstSteps.objects.filter(is_shown=True, path__state=PathState.OPEN).select_related("path")
    found: dict[str, list[FirstSteps]] = defaultdict(list)
    for row in rows.prefetch_related(Prefetch("path__items", queryset=items)).order_by("path__title", "pk"):
        found[row.path.for_whom].append(row)
    return [(who, found[who]) for who in (ForWhom.CITY, ForWhom.CENTRE, ForWhom.PARTNER) if found[who]]


def paths_to_show() -> QuerySet[Path]:
    """Return the open paths that stand on no page for everybody yet."""
    return Path.objects.filter(state=PathState.OPEN, first_steps__isnull=True).order_by("title", "pk")


@dataclass(frozen=True)
class PlaceLine:
    """A municipality with how many of its gaps stand how, and its plan of today."""

    place: Municipality
    open: int
    agreed: int
    done: int
    late: int
    plan: PreventionPlan | None

    @property
    def has_gaps(self) -> bool:
        return self.open + self.agreed + self.done > 0


def place_lines(places: QuerySet[Municipality], *, today: date) -> list[PlaceLine]:
    """Return these municipalities with their gaps counted by state."""

    def number(**which: object) -> Count:
        return Count("gaps", filter=Q(**{f"gaps__{name}": value for name, value in which.items()}))

    late = Count("gaps", filter=Q(gaps__due_on__lt=today) & ~Q(gaps__state=GapState.DONE))
    counted = places.annotate(
        open_gaps=number(state=GapState.OPEN),
        agreed_gaps=number(state=GapState.AGREED),
        done_gaps=number(state=GapState.DONE),
        late_gaps=late,
    )
    running = PreventionPlan.objects.filter(starts_on__lte=today, ends_on__gte=today)
    plans = {plan.municipality_id: plan for plan in running}
    return [
        PlaceLine(each, each.open_gaps, each.agreed_gaps, each.done_gaps, each.late_gaps, plans.get(each.pk))
        for each in counted.order_by("code")
    ]


@dataclass(frozen=True)
class GapLine:
    """A gap, whether its day has passed, and what can be done with it."""

    gap: Gap
    is_late: bool
    moves: Sequence[GapMove]


def gap_lines(place: Municipality, *, today: date) -> list[GapLine]:
    """Return the gaps of a municipality: what is open first, then agreed, then done; each by its day."""
    order = list(GapState)
    gaps = Gap.objects.filter(municipality=place).select_related("plan")
    lines = [GapLine(each, is_late(each.state, each.due_on, today), moves_from(each.state)) for each in gaps]
    return sorted(
        lines,
        key=lambda line: (order.index(GapState(line.gap.state)), line.gap.due_on or date.max, line.gap.pk),
    )


def plans_of(place: Municipality, *, today: date) -> list[tuple[PreventionPlan, PlanPhase]]:
    """Return the plans of a municipality, the latest first, with where each stands today."""
    plans = PreventionPlan.objects.filter(municipality=place)
    return [(plan, phase_of(plan.starts_on, plan.ends_on, today)) for plan in plans]


def plans_to_choose(place: Municipality) -> QuerySet[PreventionPlan]:
    """Return the plans in which a gap of this municipality may stand."""
    return PreventionPlan.objects.filter(municipality=place)


def steps_due(today: date) -> QuerySet[ProcedureStep]:
    """Return the shown steps of check lists that are to be checked again."""
    return overdue(ProcedureStep.objects.filter(is_shown=True), today)


def start_up_due(today: date) -> QuerySet[StartUpStep]:
    """Return the shown steps of the start-up guide that are to be checked again."""
    return overdue(StartUpStep.objects.filter(is_shown=True), today)


def clauses_due(today: date) -> QuerySet[ModelClause]:
    """Return the shown clauses that are to be checked again."""
    return overdue(ModelClause.objects.filter(is_shown=True), today)


def first_steps_due(today: date) -> QuerySet[FirstSteps]:
    """Return the shown first steps that are to be checked again."""
    return overdue(FirstSteps.objects.filter(is_shown=True).select_related("path"), today)


def gaps_due(today: date) -> QuerySet[Gap]:
    """Return the gaps, done ones apart, of which somebody has to say again how they stand."""
    return overdue(Gap.objects.exclude(state=GapState.DONE).select_related("municipality"), today)


def plans_due(today: date) -> QuerySet[PreventionPlan]:
    """Return the plans still to run of which somebody has to say again how they stand."""
    plans = PreventionPlan.objects.filter(ends_on__gte=today).select_related("municipality")
    return overdue(plans, today)
