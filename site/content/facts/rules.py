"""How a figure stands on a day, and which of its values counts: pure functions of dates."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from foundation.decision import Decision

from .enums import DOUBTFUL, State

DAY = timedelta(days=1)
NUMERIC = r"^[0-9][0-9,]*([.][0-9]+)?$"


class Dated(Protocol):
    """What the rules need to know of one value of a figure."""

    valid_from: date
    valid_until: date | None
    due_on: date | None
    superseded_by_id: int | None


def number_in(value: str) -> Decimal | None:
    """Return the number that a value is, 5,213 as well as 61.92; None for 3年以内 and other words."""
    return Decimal(value.replace(",", "")) if re.match(NUMERIC, value) else None


def state(fact: Dated, today: date) -> State:
    """Return how this value stands today.

    A value whose time is over is 前の数字 when another followed it and 期限切れ when none did. One that
    nobody ever checked is due at once.
    """
    if fact.valid_from > today:
        return State.FUTURE
    if fact.valid_until is not None and fact.valid_until < today:
        return State.EXPIRED if fact.superseded_by_id is None else State.PAST
    if fact.due_on is None or fact.due_on <= today:
        return State.TO_CHECK
    return State.CURRENT


def is_doubtful(fact: Dated, today: date) -> bool:
    """Return whether readers are told that this figure is being checked again.

    前の数字 is doubtful, too, where it still has to be shown: what followed it is not there.
    """
    return state(fact, today) in DOUBTFUL | {State.PAST}


def version_on[Version: Dated](versions: Iterable[Version], day: date) -> Version | None:
    """Return the value that counts on this day, of all values of one figure.

    That is the latest that has begun, even when its time is over and nothing followed: it is shown with a
    mark. Before the first has begun it is the first. None when there are no values.
    """
    ordered = sorted(versions, key=lambda each: each.valid_from)
    begun = [each for each in ordered if each.valid_from <= day]
    return begun[-1] if begun else next(iter(ordered), None)


def next_check(checked_on: date, *, days: int) -> date:
    """Return the day on which a figure that was checked now is due again."""
    return checked_on + timedelta(days=days)


def may_be_followed(old: Dated, first_day: date, *, others: Iterable[Dated]) -> Decision:
    """Decide whether a new value may begin on this day; `others` are the figure's other values."""
    if old.superseded_by_id is not None:
        return Decision(False, "この値には、もう新しい値があります。新しいほうの値を開いてください。")
    if first_day <= old.valid_from:
        return Decision(False, "新しい値を使い始める日は、前の値を使い始めた日よりあとにしてください。")
    if any(each.valid_until is None or each.valid_until >= first_day for each in others):
        return Decision(False, "この数字には、その日よりあとの値がもうあります。一覧で確かめてください。")
    return Decision(True)


def last_day(old: Dated, first_day: date) -> date:
    """Return the last day of the old value when a new one begins on `first_day`; it never grows longer."""
    before = first_day - DAY
    return before if old.valid_until is None else min(old.valid_until, before)
