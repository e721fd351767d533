"""What may happen to the registers of places and people. Pure."""

from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision

from .enums import ExpertState, WindowState

# Years that a row may be of; a slip of the hand such as 206 is none.
FIRST_YEAR, LAST_YEAR = 2018, 2100
# From which state an expert may go where; who rests may be asked again.
EXPERT_STEPS = {
    ExpertState.CANDIDATE: frozenset({ExpertState.ASKED}),
    ExpertState.ASKED: frozenset({ExpertState.AGREED, ExpertState.CANDIDATE, ExpertState.RESTING}),
    ExpertState.AGREED: frozenset({ExpertState.RESTING}),
    ExpertState.RESTING: frozenset({ExpertState.ASKED, ExpertState.AGREED}),
}
# From which state a window may go where within a fiscal year; a slip of the hand is mended by staff.
WINDOW_STEPS = {
    WindowState.NOT_YET: frozenset({WindowState.PLANNED, WindowState.RUNNING}),
    WindowState.PLANNED: frozenset({WindowState.NOT_YET, WindowState.RUNNING}),
    WindowState.RUNNING: frozenset({WindowState.ENDED}),
    WindowState.ENDED: frozenset({WindowState.RUNNING}),
}


@dataclass(frozen=True)
class Rate:
    """How many of the municipalities do it."""

    running: int
    total: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 is said only when nobody is missing."""
        return self.running * 100 // self.total if self.total else 0


def may_go_on(was: str, to: str, *, is_staff: bool) -> Decision:
    """Return whether a window may change its state like this; staff may mend anything."""
    if is_staff or was == to or to in WINDOW_STEPS[WindowState(was)]:
        return YES
    words = f"「{WindowState(was).label}」から「{WindowState(to).label}」には変えられません。"
    return Decision(allowed=False, reason=f"{words}まちがいを直すときは、センターに知らせてください。")


def may_ask(was: str, to: str) -> Decision:
    """Return whether an expert may go from one state to another."""
    if was == to or to in EXPERT_STEPS[ExpertState(was)]:
        return YES
    words = f"「{ExpertState(was).label}」から「{ExpertState(to).label}」には、すぐに変えられません。"
    return Decision(allowed=False, reason=f"{words}途中の段階を選んでください。")


def day_of_year(fiscal_year: int, *, today: date) -> date:
    """Return the day on which the municipalities of a fiscal year are looked at: today, within that year."""
    first, last = date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31)
    return min(max(today, first), last)
