"""受講決定通知: what the centre decided about one application and by which criteria, one page for FAX."""

from dataclasses import dataclass

from .papers import Answer, answer_pdf


@dataclass(frozen=True, kw_only=True)
class DecisionNotice(Answer):
    """Words of the notice: `result` in large type, `told` beneath it, `criteria` as written down."""

    result: str
    told: tuple[str, ...]
    decided_on: str
    criteria: str
    to_do: tuple[str, ...]


def decision_pdf(notice: DecisionNotice) -> bytes:
    """Return the notice: one page for 20 people, more where they are many."""
    return answer_pdf(notice, "events/paper/decision.html", "notice", "受講決定通知")
