"""How far a document is shown to the other side: pure functions."""

from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no

from .enums import CopyLimit


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many copies the receiving side may take in all, and the last day on which it reads (None: none)."""

    most_copies: CopyLimit = CopyLimit.LOOK_ONLY
    until: date | None = None


LOOK_ONLY = Limit()


def loosens(limit: Limit, *, was: Limit) -> bool:
    """Return whether a limit opens anything that the one before did not: more copies, or more days."""
    more_days = was.until is not None and (limit.until is None or limit.until > was.until)
    return more_days or limit.most_copies > was.most_copies


def may_be_set(limit: Limit, *, today: date) -> Decision:
    """Return whether a limit can be chosen today; showing is stopped at once by another deed."""
    if limit.until is not None and limit.until < today:
        return no("いつまで見せるかは、今日か、これからの日を書いてください。")
    return YES


def is_over(until: date | None, *, today: date) -> bool:
    """Return whether the last day on which the receiver reads has passed."""
    return until is not None and until < today


def copies_left(most_copies: int, *, taken: int) -> int:
    """Return how many copies the receiving side may still take."""
    return max(0, most_copies - taken)


def says_of_copies(most_copies: int, *, taken: int) -> str:
    """Return in words, for both sides, whether the receiving side may still take a copy."""
    left = copies_left(most_copies, taken=taken)
    so_far = f"（これまでに{taken}回）" if taken else ""
    if left and most_copies == CopyLimit.WHILE_OPEN:
        return f"開いている間は、写しを何回でも受け取れます{so_far}。"
    if left:
        return f"写しを、あと{left}回、受け取れます{so_far}。"
    if most_copies:
        return f"写しは、もう{taken}回受け取られたので、これ以上は受け取れません。"
    return f"見るだけです。写しは受け取れません{so_far}。"
