"""How a requirement stands, what became of a line of the plan, and when either may change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from foundation.activities.enums import ActivityKind
from foundation.decision import YES, Decision
from outreach.activities.counting import CountedActivity

from .enums import Light, LineState, PlanState


@dataclass(frozen=True)
class Wanted:
    """What one kind of work has to come to: how often, with whom, proved by what."""

    kind: ActivityKind
    minimum: int | None
    sectors: frozenset[str] = frozenset()
    least_agencies: int = 0
    evidence: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Gap:
    """What an activity lacks to count for a requirement."""

    activity: CountedActivity
    sectors: tuple[str, ...]
    agencies: int
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How a requirement stands: how often it was met, what lacks something, what is planned."""

    wanted: Wanted
    met: int
    gaps: tuple[Gap, ...]
    planned: int
    light: Light

    @property
    def forecast(self) -> int:
        """How often until March, if all that is planned is held as it must be."""
        return self.met + self.planned


def gap_of(wanted: Wanted, activity: CountedActivity, proofs: Collection[str]) -> Gap | None:
    """Return what an activity lacks, None where it counts; `proofs` are the kinds of evidence it has."""
    there = {each.sector for each in activity.presences}
    gap = Gap(
        activity,
        sectors=tuple(sorted(wanted.sectors - there)),
        agencies=max(wanted.least_agencies - activity.agencies, 0),
        evidence=tuple(sorted(wanted.evidence - set(proofs))),
    )
    return gap if gap.sectors or gap.agencies or gap.evidence else None


def standing_of(
    wanted: Wanted, held: Iterable[tuple[CountedActivity, Collection[str]]], *, planned: int
) -> Standing:
    """Return how a requirement stands; `held` are activities of any kind with the evidence they have."""
    own = [(activity, proofs) for activity, proofs in held if activity.kind == wanted.kind]
    gaps = tuple(gap for activity, proofs in own if (gap := gap_of(wanted, activity, proofs)))
    met = len(own) - len(gaps)
    return Standing(wanted, met, gaps, planned, _light(wanted.minimum, met, planned))


def _light(minimum: int | None, met: int, planned: int) -> Light:
    if minimum is None:
        return Light.UNSET
    if met >= minimum:
        return Light.MET
    return Light.ON_THE_WAY if met + planned >= minimum else Light.SHORT


@dataclass(frozen=True)
class LineFacts:
    """What the state of a line of the plan follows from."""

    month: date
    held_on: date | None
    is_called_off: bool
    is_carried_over: bool


def state_of(line: LineFacts, *, today: date) -> LineState:
    """Return what became of a line: an activity that is still to come is planned."""
    if line.held_on is not None and line.held_on <= today:
        return LineState.HELD
    if line.is_carried_over:
        return LineState.CARRIED_OVER
    if line.is_called_off:
        return LineState.CALLED_OFF
    is_past = (line.month.year, line.month.month) < (today.year, today.month)
    return LineState.OVERDUE if is_past and line.held_on is None else LineState.PLANNED


def may_approve(state: PlanState, *, lines: int) -> Decision:
    """Decide whether a plan may be approved."""
    if state != PlanState.DRAFT:
        return Decision(False, "この計画は、もう承認されています。")
    return YES if lines else Decision(False, "先に、することを1つ書いてください。")


def may_write(state: PlanState) -> Decision:
    """Decide whether lines may be added or changed."""
    return Decision(False, "この年度の計画は、終わりました。") if state == PlanState.CLOSED else YES


def may_carry_over(state: LineState) -> Decision:
    """Decide whether a line may be carried over to the next fiscal year."""
    if state in {LineState.PLANNED, LineState.OVERDUE, LineState.CALLED_OFF}:
        return YES
    return Decision(False, "実施した行や、もう次の年度へ移した行は、移せません。")


def month_of(year: int, month: int) -> date:
    """Return the first day of a month of a fiscal year."""
    return date(year if month >= FIRST_MONTH else year + 1, month, 1)


FIRST_MONTH = 4
