"""What a rule answers: whether something may happen, and if not, why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """Whether something may happen, and if not the sentence that the reader gets."""

    allowed: bool
    reason: str = ""


YES = Decision(allowed=True)


class NotAllowed(Exception):
    """A rule forbids the act; the words are for the person at the desk."""


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises NotAllowed with its reason."""
    if not decision.allowed:
        raise NotAllowed(decision.reason)
