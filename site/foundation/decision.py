"""What a rule answers: whether something may happen, and if not, why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """Whether something may happen, and if not the sentence that the reader gets."""

    allowed: bool
    reason: str = ""


YES = Decision(allowed=True)
