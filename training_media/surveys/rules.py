"""Who of those who watch may answer, and when: pure functions."""

from dataclasses import dataclass
from datetime import date

from events.questionnaires.rules import ALREADY, CLOSED, DRAFT, OPEN, SUMMARISED
from foundation.decision import YES, Decision

NOT_YET = Decision(False, "アンケートは、動画を見てから答えられます。")
NOT_COUNTED = Decision(
    False, "アンケートは、「終わりまでいた人」にしるしをつけたあとで、一人ずつ答えられます。"
)
OVER = Decision(False, "アンケートの受け付けは、終わりました。")
STILL_RUNNING = Decision(False, "この研修動画には、まだ終わっていないアンケートがあります。")
DRAFTS_ALONE = Decision(False, "消せるのは、受け付けを始める前のアンケートだけです。")


@dataclass(frozen=True)
class Reader:
    """What is known of somebody in front of the screen."""

    has_watched: bool
    has_answered: bool


def takes_answers(state: str, closes_on: date, today: date) -> bool:
    """Return whether answers are taken on a day, the last one included."""
    return state == OPEN and today <= closes_on


def may_answer(state: str, closes_on: date, today: date, reader: Reader) -> Decision:
    """Decide whether somebody may answer: once, and after they have watched something."""
    if reader.has_answered:
        return ALREADY
    if not takes_answers(state, closes_on, today):
        return OVER
    return YES if reader.has_watched else NOT_YET


def may_follow(state: str | None) -> Decision:
    """Decide whether a course gets another questionnaire after the one in this state; None is after none."""
    return YES if state in (None, CLOSED, SUMMARISED) else STILL_RUNNING


def may_drop(state: str) -> Decision:
    """Decide whether a questionnaire may be thrown away: only before anybody could have answered."""
    return YES if state == DRAFT else DRAFTS_ALONE
