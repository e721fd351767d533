"""What a rule answers: whether something may happen, and if not, why."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Decision:
    """Whether something may happen, and if not the sentence that the reader gets."""

    allowed: bool
    reason: str = ""


YES = Decision(allowed=True)


def no(reason: str) -> Decision:
    """Return that something may not happen, with the sentence that the reader gets."""
    return Decision(allowed=False, reason=reason)


def is_as_seen(changed_at: datetime, seen_at: datetime | None) -> Decision:
    """Return whether a record still is what somebody has read before they answer for it.

    `seen_at` is when it had last changed on the page that they read.
    """
    if changed_at == seen_at:
        return YES
    return no("読んでいるあいだに、変わりました。いまの内容を読んでから、もう一度押してください。")


class NotAllowed(Exception):
    """A rule forbids the act; the words are for the person at the desk."""


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises NotAllowed with its reason."""
    if not decision.allowed:
        raise NotAllowed(decision.reason)
