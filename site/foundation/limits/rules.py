"""Which value of a limit may be set from which day, and which may be taken back: pure functions of dates."""

from collections.abc import Collection
from datetime import date

from foundation.decision import YES, Decision

from .declared import Limit


def may_set(limit: Limit, value: int, first_day: date, *, begun: Collection[date], today: date) -> Decision:
    """Decide whether this value may count from this day; `begun` are the first days of the values there are.

    What has counted never changes afterwards: acts of those days rest on it.
    """
    refusals = (
        (not limit.least <= value <= limit.most, f"{limit.bounds}の数にしてください。"),
        (first_day < today, "これまでの日の値は変えられません。今日か、今日よりあとの日を書いてください。"),
        (
            first_day == today and today in begun,
            "今日からの値は、もう決まっています。明日か、明日よりあとの日を書いてください。",
        ),
        (
            any(day >= first_day for day in begun),
            "その日か、その日よりあとからの値が、もう決まっています。先に、その値を取りやめてください。",
        ),
    )
    return next((Decision(False, reason) for refused, reason in refusals if refused), YES)


def may_withdraw(first_day: date, today: date) -> Decision:
    """Decide whether a value may be taken back: only while it has not counted for a day."""
    if first_day > today:
        return YES
    return Decision(False, "この値は、もう使われています。取りやめられるのは、これから使う値だけです。")
