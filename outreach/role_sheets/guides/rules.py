"""How an answer stands on a day, and when another may follow it: pure functions of dates."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from foundation.decision import YES, Decision

from .enums import State

DAY = timedelta(days=1)
FOLLOWED = "この答えには、もう新しい答えがあります。新しいほうを開いてください。"
TOO_EARLY = "新しい答えを使い始める日は、前の答えを使い始めた日よりあとにしてください。"
OVERLAPS = "この質問には、同じ時期の答えがもうあります。使う日を確かめてください。"
NEEDS_AN_END = "新しい答えがあるので、使い終わる日が要ります。"


class Dated(Protocol):
    """What the rules need to know of one version of an answer."""

    valid_from: date
    valid_until: date | None
    review_due_on: date | None
    superseded_by_id: int | None


def state_of(answer: Dated, today: date) -> State:
    """Return how this version of an answer stands today.

    One whose time is over is 前の答え when another followed it and 期限切れ when none did. One that nobody
    ever checked is due at once.
    """
    if answer.valid_from > today:
        return State.FUTURE
    if answer.valid_until is not None and answer.valid_until < today:
        return State.EXPIRED if answer.superseded_by_id is None else State.REVISED
    if answer.review_due_on is None or answer.review_due_on <= today:
        return State.TO_CHECK
    return State.CURRENT


def may_be_followed(old: Dated, first_day: date, *, others: Iterable[Dated]) -> Decision:
    """Decide whether a new version may begin on this day; `others` are the question's other versions."""
    if old.superseded_by_id is not None:
        return Decision(False, FOLLOWED)
    if first_day <= old.valid_from:
        return Decision(False, TOO_EARLY)
    if any(each.valid_until is None or each.valid_until >= first_day for each in others):
        return Decision(False, OVERLAPS)
    return YES


def last_day(old: Dated, first_day: date) -> date:
    """Return the last day of the old version when a new one begins on `first_day`; it never grows longer."""
    before = first_day - DAY
    return before if old.valid_until is None else min(old.valid_until, before)


def may_be_dated(changed: Dated, *, others: Iterable[Dated]) -> Decision:
    """Decide whether a version may have these days beside the question's other versions."""
    if changed.superseded_by_id is not None and changed.valid_until is None:
        return Decision(False, NEEDS_AN_END)
    return Decision(False, OVERLAPS) if any(_share_a_day(changed, each) for each in others) else YES


def _share_a_day(one: Dated, other: Dated) -> bool:
    begins = max(one.valid_from, other.valid_from)
    return all(each.valid_until is None or each.valid_until >= begins for each in (one, other))


def next_check(checked_on: date, *, days: int) -> date:
    """Return the day on which what was checked now is due again."""
    return checked_on + timedelta(days=days)
