"""Days counted from a release, gaps that move on, plans in their time. Pure; days are arguments."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.decision import YES, Decision
from foundation.japanese.business_days import Closures, add_business_days

from .enums import CHOICES_OF_WAYS, GapMove, GapState, PlanPhase, Way

FIRST_MONTH = 4
MONTHS = 12
NOT_NOW = "このすき間のようすは、先に変わっています。いまのようすを確かめてください。"


def day_from_release(release: date, days: int, closures: Closures) -> date:
    """Return the day that lies so many business days after the release, or before it when negative.

    0 is the release itself, even on a holiday: nobody chooses on which day somebody is let out.
    """
    return release if days == 0 else add_business_days(release, days, closures)


@dataclass(frozen=True)
class StepDays:
    """When a step begins, and when its answer is usually there; None where nobody has to wait."""

    begins_on: date
    answer_by: date | None


def days_of_step(release: date, days: int, lead: int | None, closures: Closures) -> StepDays:
    """Return the days of a step: `days` business days from the release, with a lead time in business days."""
    begins = day_from_release(release, days, closures)
    return StepDays(begins, add_business_days(begins, lead, closures) if lead else None)


def is_for(person_types: Collection[str], chosen: str) -> bool:
    """Return whether a step is for the chosen person type; without a choice all steps are shown."""
    return not chosen or not person_types or chosen in person_types


def ways_asked(asked: Collection[str]) -> tuple[Way, ...]:
    """Return the ways that were asked for, of each choice one at most; other words are passed over."""
    found = (next((way for way in ways if way in asked), None) for _, ways in CHOICES_OF_WAYS)
    return tuple(way for way in found if way is not None)


def is_of_ways(way: str, chosen: Collection[str]) -> bool:
    """Return whether a step of this way is to be taken: where one way was chosen, the other one is not."""
    return all(way not in ways or way in chosen for _, ways in CHOICES_OF_WAYS if set(ways) & set(chosen))


def ways_words(chosen: Iterable[Way]) -> str:
    """Return the chosen ways in one line."""
    return "、".join(str(way.label) for way in chosen)


def place_in_year(month: int) -> int:
    """Return the place of a month in the fiscal year, 0 for April."""
    return (month - FIRST_MONTH) % MONTHS


@dataclass(frozen=True)
class Move:
    """From which state to which a gap moves."""

    before: GapState
    after: GapState


MOVES: Mapping[GapMove, Move] = MappingProxyType(
    {
        GapMove.AGREE: Move(GapState.OPEN, GapState.AGREED),
        GapMove.FINISH: Move(GapState.AGREED, GapState.DONE),
        GapMove.BACK: Move(GapState.AGREED, GapState.OPEN),
        GapMove.REOPEN: Move(GapState.DONE, GapState.AGREED),
    }
)


# Whoever moves a gap so says on which day it was; to take something back asks for none.
DATED = frozenset({GapMove.AGREE, GapMove.FINISH})


def moves_from(state: str) -> list[GapMove]:
    """Return what can be done with a gap in this state."""
    return [move for move, way in MOVES.items() if way.before == state]


def may_move(move: GapMove, *, state: str, proposal: str, due_on: date | None) -> Decision:
    """Return whether a gap may move so: whoever agrees knows to what, and until when."""
    if MOVES[move].before != state:
        return Decision(False, NOT_NOW)
    if move == GapMove.AGREE and not (proposal.strip() and due_on):
        return Decision(False, "合意する前に、提案と期限を書いてください。")
    return YES


def may_be_on(move: GapMove, on: date | None, *, agreed_on: date | None, today: date) -> Decision:
    """Return whether this day may be kept: it has come, and nothing is done before it was agreed on."""
    if move not in DATED:
        return YES
    if on is None:
        return Decision(False, "いつのことかを書いてください。")
    if on > today:
        return Decision(False, "きょうまでの日を書いてください。まだ来ていない日は、書けません。")
    if agreed_on is not None and on < agreed_on:
        return Decision(False, "できた日は、合意した日からあとにしてください。")
    return YES


def may_lose(state: str, *, proposal: str, due_on: date | None) -> Decision:
    """Return whether a gap may be written so: one that was agreed on keeps its proposal and its day."""
    if state != GapState.OPEN and not (proposal.strip() and due_on):
        return Decision(False, "合意したことには、提案と期限が要ります。")
    return YES


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Return whether the day of a gap has passed before it was done."""
    return state != GapState.DONE and due_on is not None and due_on < today


def phase_of(starts_on: date, ends_on: date, today: date) -> PlanPhase:
    """Return where a plan stands; its last day still counts."""
    if today < starts_on:
        return PlanPhase.COMING
    return PlanPhase.RUNNING if today <= ends_on else PlanPhase.OVER
