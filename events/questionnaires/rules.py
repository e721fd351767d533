"""What may happen to a questionnaire, and when: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.decision import YES, Decision

DRAFT, OPEN, CLOSED, SUMMARISED = "draft", "open", "closed", "summarised"
GONE = "このアンケートは、もうありません。"
ALREADY = Decision(False, "もう答えをいただいています。ありがとうございました。")


@dataclass(frozen=True)
class Moment:
    """How a questionnaire stands on a day, and when what it asks about began."""

    state: str
    closes_on: date | None
    began_at: datetime


def may_change(state: str) -> Decision:
    """Decide whether the questions may still be changed: answers to other questions would be mixed up."""
    if state == DRAFT:
        return YES
    return Decision(False, "もう受け付けを始めたので、質問は変えられません。")


def may_open(state: str, *, questions: int, closes_on: date | None, today: date) -> Decision:
    """Decide whether answers may be taken from now on."""
    if state != DRAFT:
        return Decision(False, "もう受け付けを始めています。")
    if not questions:
        return Decision(False, "質問がまだありません。先に、質問を書いてください。")
    if closes_on is None or closes_on < today:
        return Decision(False, "締切の日を、今日からあとの日にしてください。")
    return YES


def may_move_deadline(state: str, closes_on: date, today: date) -> Decision:
    """Decide whether the deadline may be this day: while answers are taken, and not in the past."""
    if state not in (DRAFT, OPEN):
        return Decision(False, "もう締め切ったので、締切の日は変えられません。")
    if closes_on < today:
        return Decision(False, "締切の日を、今日からあとの日にしてください。")
    return YES


def may_answer(moment: Moment, now: datetime, *, has_answered: bool) -> Decision:
    """Decide whether a participant may answer now, once and no more; `now` is local."""
    if moment.state == DRAFT or now < moment.began_at:
        return Decision(False, "アンケートは、研修・行事が始まってから答えられます。")
    if has_answered:
        return ALREADY
    if moment.state != OPEN or (moment.closes_on is not None and now.date() > moment.closes_on):
        return Decision(False, "アンケートの受け付けは、終わりました。")
    return YES


def may_type_paper(state: str, *, is_read: bool) -> Decision:
    """Decide whether a sheet on paper may be typed in: also after the deadline, until the results are read.

    Whoever reads them before and after one sheet would know what stands on it.
    """
    if is_read:
        return Decision(False, "もう結果を見たので、紙の答えは入力できません。")
    return may_tick(state)


def may_tick(state: str) -> Decision:
    """Decide whether it may be written down who handed a sheet in: until the summary."""
    if state in (OPEN, CLOSED):
        return YES
    words = {DRAFT: "先に、受け付けを始めてください。"}
    return Decision(False, words.get(state, "もうまとめたので、紙のことは入力できません。"))


def may_read(state: str, *, is_read: bool) -> Decision:
    """Decide whether the results may be read from now on: once, after closing, and then no paper is added."""
    if is_read:
        return Decision(False, "結果は、もう見られます。")
    return YES if state == CLOSED else Decision(False, "先に、受け付けを締め切ってください。")


def may_close(state: str) -> Decision:
    """Decide whether no more answers are taken from now on."""
    return YES if state == OPEN else Decision(False, "受け付けているものだけを、締め切れます。")


def may_remind(state: str, *, is_reminded: bool, missing: int) -> Decision:
    """Decide whether those who have not answered are asked again: once."""
    if state != OPEN:
        return Decision(False, "お願いは、受け付けているあいだだけ送れます。")
    if is_reminded:
        return Decision(False, "お願いは、もう1回送りました。2回は送りません。")
    if not missing:
        return Decision(False, "答えていない方は、いません。")
    return YES


def may_summarise(*, is_read: bool) -> Decision:
    """Decide whether the centre's own words may be written below the results."""
    return YES if is_read else Decision(False, "先に、受け付けを締め切って、結果を見てください。")


def marks_of(typed: str, *, highest: int, several: bool) -> list[int]:
    """Return the numbers typed from a sheet, such as 3 or 1 4. Raises ValueError with what to type.

    Digits may stand beside one another: 14 is 1 and 4 as long as no choice has two digits.
    """
    found = sorted({int(each) for each in typed if each.isascii() and each.isdigit()})
    rest = [each for each in typed if not (each.isascii() and each.isdigit()) and each not in " ,、・"]
    if rest or any(not 1 <= number <= highest for number in found):
        raise ValueError(f"1から{highest}までの番号で書いてください。")
    if len(found) > 1 and not several:
        raise ValueError("番号は1つだけ書いてください。2つに印があるときは、空けておきます。")
    return found


def mean_of(counts: Sequence[int]) -> float | None:
    """Return the mean of a scale from how often 1, 2, 3 … were given, None when nobody did."""
    answered = sum(counts)
    if not answered:
        return None
    return sum(mark * count for mark, count in enumerate(counts, start=1)) / answered
