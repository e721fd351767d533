"""What may happen to a message, and when. Pure; the reasons are what the reader sees."""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.decision import YES, Decision
from foundation.japanese.business_days import Closures, add_business_days, business_days_between

from .enums import OPEN_STATES, MessageState

NEW, ASSIGNED, ANSWERED = MessageState.NEW, MessageState.ASSIGNED, MessageState.ANSWERED
CLOSED, ERASED = MessageState.CLOSED, MessageState.ERASED
# From each state to those that may follow.
TRANSITIONS: dict[str, frozenset[str]] = {
    NEW: frozenset({ASSIGNED}),
    ASSIGNED: frozenset({ASSIGNED, ANSWERED}),
    ANSWERED: frozenset({CLOSED, ERASED}),
    CLOSED: frozenset({ERASED}),
    ERASED: frozenset(),
}
NOT_FROM_HERE: dict[str, str] = {
    ASSIGNED: "返事がすんでいるので、担当は変えられません。",
    ANSWERED: "返事を書けるのは、担当が決まっていて、まだ返事をしていないものだけです。",
    CLOSED: "終わりにできるのは、返事がすんだものだけです。",
    ERASED: "内容を消せるのは、返事がすんだものだけです。",
}


@dataclass(frozen=True)
class Worker:
    """Who acts at the desk, as far as the rules ask."""

    is_manager: bool
    is_assignee: bool
    is_reader: bool
    is_system_admin: bool


def may_move(state: str, to: str) -> Decision:
    """Return whether a message of this state may go on to the other one."""
    return YES if to in TRANSITIONS[state] else Decision(allowed=False, reason=NOT_FROM_HERE[to])


def may_assign(state: str, worker: Worker) -> Decision:
    """Return whether this worker may say who answers: everybody for a new one, later the manager alone."""
    moving = may_move(state, ASSIGNED)
    if moving.allowed and state == ASSIGNED and not worker.is_manager:
        return Decision(
            allowed=False, reason="担当が決まっています。変えるときは、センター長に頼んでください。"
        )
    return moving


def may_finish(state: str, to: str, worker: Worker) -> Decision:
    """Return whether this worker may write down the answer, or close: the one in charge and the manager."""
    if not (worker.is_assignee or worker.is_manager):
        return Decision(allowed=False, reason="これができるのは、担当の人とセンター長だけです。")
    return may_move(state, to)


def may_read(state: str, worker: Worker) -> Decision:
    """Return whether this worker may see what was written. Whoever runs the system never may."""
    if not worker.is_reader or worker.is_system_admin:
        return Decision(allowed=False, reason="読めるのは、読む人として決められた職員だけです。")
    if state == ERASED:
        return Decision(allowed=False, reason="内容は、決まった日に消しました。")
    return YES


def may_be_erased(state: str, erase_due: date | None, today: date) -> bool:
    """Return whether the time to keep is over; what was never answered is late, and never erased."""
    return may_move(state, ERASED).allowed and erase_due is not None and erase_due <= today


def answer_by(received_on: date, closures: Closures, *, within: int) -> date:
    """Return the last day on which the answer comes as promised, `within` so many business days."""
    return add_business_days(received_on, within, closures)


def age_in_business_days(received_on: date, today: date, closures: Closures) -> int:
    """Return how many days the centre has been open since."""
    return business_days_between(received_on, today, closures)


def is_late(state: str, received_on: date, today: date, closures: Closures, *, within: int) -> bool:
    """Return whether the promised day has passed without an answer."""
    return state in OPEN_STATES and answer_by(received_on, closures, within=within) < today


def erase_on(answered_on: date, *, kept_days: int, promised: date | None = None) -> date:
    """Return the day on which the contents are destroyed.

    What was promised with the answer is never put off: a shorter time counts at once, a longer one for
    later answers.
    """
    day = answered_on + timedelta(days=kept_days)
    return day if promised is None else min(day, promised)
