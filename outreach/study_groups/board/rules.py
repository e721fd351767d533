"""When a topic may be written in, and who reads it."""

from foundation.decision import YES, Decision

from .enums import TopicKind, TopicState


def may_answer(state: str, *, is_hidden: bool) -> Decision:
    """Decide whether somebody may write in a topic."""
    if is_hidden:
        return Decision(False, "この話題は、いま見えません。")
    if state == TopicState.CLOSED:
        return Decision(False, "この話題は、終わりました。新しい話題を作ってください。")
    return YES


def is_for_the_centre(kind: str) -> bool:
    """Return whether the centre and the writer alone read a topic."""
    return kind == TopicKind.PRIVATE
