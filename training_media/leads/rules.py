"""Which step a lead may take, when one is late, what may be shown of reasons: pure functions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from foundation.decision import YES, Decision
from foundation.japanese.business_days import Closures, add_business_days
from foundation.small_counts import Count, protect

from .enums import OPEN, LeadState, Move, Outcome, Reason

LONGEST_AHEAD = timedelta(days=730)


@dataclass(frozen=True)
class Step:
    """From which states a step leads to which, and what is said where it does not."""

    origins: frozenset[LeadState]
    target: LeadState
    refusal: str


MOVES: Mapping[Move, Step] = {
    Move.CONTACT: Step(
        frozenset({LeadState.NEW, LeadState.CONTACTED}),
        LeadState.CONTACTED,
        "「連絡した」と書けるのは、訪問する前です。",
    ),
    Move.VISIT: Step(
        OPEN,
        LeadState.VISITED,
        "結果が出たあとは書けません。先に「もう一度始める」を選んでください。",
    ),
    Move.FINISH: Step(OPEN | {LeadState.RESULT}, LeadState.RESULT, "結果は、いつでも書けます。"),
    Move.REOPEN: Step(
        frozenset({LeadState.RESULT}),
        LeadState.CONTACTED,
        "もう一度始められるのは、結果が出たものだけです。",
    ),
}


@dataclass(frozen=True)
class Wanted:
    """A step as somebody wrote it down."""

    move: Move
    on: date
    note: str = ""
    outcome: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class StepDecision(Decision):
    """Whether a step may be written down; `field` names what is in the way in `Wanted`, if anything is."""

    field: str = ""


STEP_MAY_BE = StepDecision(allowed=True)


@dataclass(frozen=True)
class Standing:
    """How a lead stands before a step."""

    state: str
    received_on: date
    is_erased: bool = False


def moves_from(state: str) -> list[Move]:
    """Return the steps that a lead in this state may take."""
    return [move for move, step in MOVES.items() if state in step.origins]


def may_step(standing: Standing, wanted: Wanted, *, today: date) -> StepDecision:
    """Decide whether a step may be written down, and if not, why and at which field that is said."""
    step = MOVES[wanted.move]
    if standing.state not in step.origins:
        return StepDecision(False, step.refusal, "move")
    if standing.is_erased:
        return StepDecision(False, "連絡先を消したあとなので、続きは書けません。")
    if not standing.received_on <= wanted.on <= today:
        return StepDecision(False, "日付は、届いた日から今日までの日にしてください。", "on")
    return _may_go_on(wanted, today=today)


def _may_go_on(wanted: Wanted, *, today: date) -> StepDecision:
    """Decide about what comes next: nothing that goes on is without a day, so that nobody is forgotten."""
    is_result = wanted.move == Move.FINISH
    if is_result and wanted.outcome not in Outcome.values:
        return StepDecision(False, "結果を選んでください。", "outcome")
    if wanted.next_on is not None:
        if today <= wanted.next_on <= today + LONGEST_AHEAD:
            return STEP_MAY_BE
        return StepDecision(False, "次に連絡する日は、今日から2年のあいだにしてください。", "next_on")
    if not is_result:
        return StepDecision(
            False,
            "次に連絡する日を書いてください。終わりにするときは、「結果を書く」を選んでください。",
            "next_on",
        )
    if wanted.outcome == Outcome.CONSIDERING:
        return StepDecision(False, "「検討中」のときは、次に連絡する日も書いてください。", "next_on")
    return STEP_MAY_BE


def answer_by(received_on: date, closures: Closures, *, within: int) -> date:
    """Return the last day on which somebody calls as promised, `within` so many business days."""
    return add_business_days(received_on, within, closures)


def is_late(state: str, *, promised: date, next_on: date | None, today: date) -> bool:
    """Return whether a promised first answer, or the day of the next step, has passed."""
    if next_on is not None:
        return next_on < today
    return state == LeadState.NEW and promised < today


def may_say_not_now(reasons: Collection[str], words: str) -> Decision:
    """Decide whether reasons can be taken down: known ones, and words for 「その他」 alone."""
    if not reasons or not set(reasons) <= set(Reason.values):
        return Decision(False, "当てはまるものを、選んでください。")
    if (Reason.OTHER in reasons) != bool(words):
        return Decision(False, "「その他」を選んだときに、ことばで書いてください。")
    return YES


@dataclass(frozen=True)
class Group:
    """Those who answered from one kind of facility, or from several small ones together."""

    name: str
    base: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ReasonRow:
    """How many gave a reason: in all, and by name of group. None is a number that is not shown."""

    reason: Reason
    total: int | None
    named: tuple[tuple[str, int | None], ...]

    @property
    def cells(self) -> tuple[int | None, ...]:
        return tuple(cell for _, cell in self.named)


REST = "そのほかの種類"


def grouped(groups: Sequence[Group], *, threshold: int) -> list[Group]:
    """Return the groups so large that their number may be shown; small ones go together.

    Where even together they are few, the smallest of the others joins them; nothing is left where all are.
    """
    large = sorted((each for each in groups if each.base >= threshold), key=lambda each: each.base)
    small = [each for each in groups if 0 < each.base < threshold]
    while small and sum(each.base for each in small) < threshold and large:
        small.append(large.pop(0))
    kept = [each for each in groups if each in large]
    return [*kept, _together(small)] if sum(each.base for each in small) >= threshold else kept


def _together(groups: Sequence[Group]) -> Group:
    counts = {reason: sum(each.counts.get(reason, 0) for each in groups) for reason in Reason.values}
    return Group(REST, sum(each.base for each in groups), counts)


def reason_rows(groups: Sequence[Group], *, threshold: int) -> list[ReasonRow]:
    """Return what may be shown of reasons, row by row, so that no small number can be worked out.

    `groups` come from `grouped`: of each the number of answers is shown. Hidden is a count below the
    threshold, one that leaves a small rest of its group, and where only one is hidden in a row, one more.
    """
    base = sum(each.base for each in groups)
    return [_row(reason, groups, base, threshold) for reason in Reason]


def _row(reason: Reason, groups: Sequence[Group], base: int, threshold: int) -> ReasonRow:
    counts = [each.counts.get(reason, 0) for each in groups]
    total = sum(counts)
    numbers = [Count(Decimal(each), hides_when_small=True) for each in counts]
    protection = protect(numbers, threshold=threshold, total_is_known=True)
    hidden = set(protection.hidden)
    hidden |= {
        place for place, count in enumerate(counts) if not _may_show(count, groups[place].base, threshold)
    }
    if len(hidden) == 1 and len(counts) > 1:
        others = [place for place in range(len(counts)) if place not in hidden]
        hidden.add(max(others, key=lambda place: counts[place]))
    is_the_only_one = bool(hidden) and len(counts) == 1
    hides_total = protection.hides_total or is_the_only_one or not _may_show(total, base, threshold)
    named = tuple(
        (groups[place].name, None if place in hidden else count) for place, count in enumerate(counts)
    )
    return ReasonRow(reason, None if hides_total else total, named)


def _may_show(count: int, base: int, threshold: int) -> bool:
    """Return whether neither those who gave a reason are few nor those who did not."""
    return not 1 <= count < threshold and not 1 <= base - count < threshold
