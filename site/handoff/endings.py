"""What ends soon: how many days are left, and on which step somebody is told."""

from collections.abc import Iterable


def step_reached(left: int, steps: Iterable[int]) -> int | None:
    """Return the step on which something with so many days left stands: the smallest that it has reached.

    None before the first step and after the last day. Whoever missed a step is told of where it stands today.
    """
    if left < 0:
        return None
    return min((step for step in steps if left <= step), default=None)


def words_left(left: int) -> str:
    """Return the days that are left as the screens say them; the last day itself has none left."""
    return f"あと{left}日" if left else "今日"
