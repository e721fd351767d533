"""What may be written down of a talk, and whether something is still to be done. Pure."""

from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision

from .enums import Outcome, TalkState

LONGEST_TALK_MINUTES = 600
OPEN, CLOSED = TalkState.OPEN, TalkState.CLOSED
# After these somebody has to act again; going on can never be the end.
LEAVES_OPEN = frozenset({Outcome.GOES_ON, Outcome.NOT_REACHED})


@dataclass(frozen=True)
class Talk:
    """The facts of one talk that are counted: choices, a day and minutes, and nothing that names anybody."""

    theme: str
    day: date
    way: str
    minutes: int
    outcome: str
    municipality_id: int | None = None


def may_record(day: date, today: date, *, received_on: date | None = None) -> Decision:
    """Return whether a talk of this day may be written down; an answer never comes before its message."""
    if day > today:
        return Decision(allowed=False, reason="これから先の日付です。今日までの日を書いてください。")
    if received_on is not None and day < received_on:
        return Decision(
            allowed=False, reason="問い合わせが届くより前の日付です。届いた日からあとの日を書いてください。"
        )
    return YES


def state_of(outcome: str, *, was: str = OPEN) -> str:
    """Return the state of a talk with this outcome; who was not reached may have been given up before."""
    if outcome == Outcome.NOT_REACHED:
        return was
    return OPEN if outcome in LEAVES_OPEN else CLOSED


def may_remove(*, is_answer: bool) -> Decision:
    """Return whether a talk may be taken away as counted by mistake."""
    if is_answer:
        return Decision(allowed=False, reason="問い合わせの返事として数えたものなので、消せません。")
    return YES


def may_close(state: str, outcome: str) -> Decision:
    """Return whether a talk may end, and like this."""
    if state != OPEN:
        return Decision(allowed=False, reason="この相談は、もう終わりになっています。")
    if outcome == Outcome.GOES_ON:
        return Decision(allowed=False, reason="終わりにするときは、どう終わったかを選んでください。")
    return YES
