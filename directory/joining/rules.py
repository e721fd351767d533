"""What may become of an application: pure functions."""

from datetime import date

from directory.rules import may_have_heard_on
from foundation.decision import YES, Decision

from .enums import FINAL, OPEN, ApplicationState


def may_approve(state: str, *, has_agency: bool) -> Decision:
    """Decide whether an invitation may go out: only after a telephone call, and for a known agency."""
    if state == ApplicationState.APPLIED:
        return Decision(False, "先に、事業所に電話をかけて確かめてください。")
    if state != ApplicationState.CHECKED:
        return Decision(False, "この申し込みは、もう終わっています。")
    return YES if has_agency else Decision(False, "どの機関の方かを、選んでください。")


def may_refuse(state: str) -> Decision:
    """Decide whether an application is still open."""
    return YES if state in OPEN else Decision(False, "この申し込みは、もう終わっています。")


# People change with the fiscal year; before the middle of March most do not know yet.
FIRST_DAY, LAST_MONTH = (3, 15), 6


def may_ask_about_people(today: date) -> Decision:
    """Decide whether agencies are asked now who will be their contact person in the new fiscal year."""
    if (today.month, today.day) >= FIRST_DAY and today.month <= LAST_MONTH:
        return YES
    return Decision(False, "年度替わりのおたずねは、3月15日から6月30日までに始められます。")


def year_asked_about(today: date) -> int:
    """Return the fiscal year that was asked about last; the next one begins to be in the middle of March."""
    return today.year if (today.month, today.day) >= FIRST_DAY else today.year - 1


def may_answer(answer: str) -> Decision:
    """Decide whether a question still takes an answer; 「あとで」 keeps it open."""
    return Decision(False, "もう答えをいただいています。") if answer in FINAL else YES


def may_note(answer: str, *, heard_on: date, asked_on: date, today: date) -> Decision:
    """Decide whether staff may write down an answer that came on this day."""
    if not (heard := may_have_heard_on(heard_on, today=today)).allowed:
        return heard
    if heard_on < asked_on:
        return Decision(False, "聞いた日は、おたずねをした日か、それよりあとの日です。")
    return may_answer(answer)
