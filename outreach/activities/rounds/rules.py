"""How an agency moves along a round, and when something may be written of it."""

from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision

from .enums import ENDS, Stage


@dataclass(frozen=True)
class Said:
    """What was heard of an agency: where it stands from now on, and what is to be done until when."""

    stage: Stage
    next_step: str
    next_on: date | None


def may_write(said: Said, *, day: date, today: date) -> Decision:
    """Decide whether a visit or a call of a day may be written down so."""
    if day > today:
        return Decision(False, "まだ先の日です。行った日になってから、書いてください。")
    if bool(said.next_step) != (said.next_on is not None):
        return Decision(False, "次にすることと、いつまでにするかは、両方書いてください。")
    if said.next_on is not None and said.next_on < day:
        return Decision(False, "次の日は、訪問の日からあとにしてください。")
    return YES


def needs_next(stage: Stage, next_on: date | None) -> bool:
    """Return whether nobody has said what is to be done with an agency that is still on its way."""
    return stage not in ENDS and stage != Stage.LISTED and next_on is None


def is_late(stage: Stage, next_on: date | None, *, today: date) -> bool:
    """Return whether something was to be done with an agency by now."""
    return stage not in ENDS and next_on is not None and next_on < today
