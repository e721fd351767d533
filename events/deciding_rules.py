"""What the desk and an agency's manager may decide about one application: functions of facts and a clock.

A screen asks the same function before it shows its form that the verb asks with everything locked.
"""

from datetime import datetime

from foundation.decision import YES, Decision

from .rules import EventFacts, line_moves

HELD, PENDING = "held", "pending"
REVIVABLE = frozenset({"declined", "lapsed"})
APPROVAL = "approval"


def may_go_on(event: EventFacts, now: datetime) -> Decision:
    """Decide whether seats of this date still go to anybody."""
    if line_moves(event, now):
        return YES
    return Decision(False, "この研修・行事は中止になったか、もう始まっています。")


def waits_for_a_look(event: EventFacts, state: str) -> bool:
    """Return whether an application waits to be looked at, one by one."""
    return event.admission == APPROVAL and state == PENDING


def may_look_at(event: EventFacts, state: str, now: datetime) -> Decision:
    """Decide whether staff may approve or turn down an application that they look at."""
    if not waits_for_a_look(event, state):
        return Decision(False, "この申し込みは、もう決まっているか、一件ずつ決めるものではありません。")
    return may_go_on(event, now)


def may_release(event: EventFacts, state: str, now: datetime) -> Decision:
    """Decide whether an agency's manager may pass an application on to the centre: until the deadline."""
    if state != HELD:
        return Decision(False, "この申し込みは、もうセンターに届いています。")
    if now > event.deadline_at or not line_moves(event, now):
        return Decision(False, "申し込みの締切を過ぎました。お電話でご相談ください。")
    return YES


def may_revive(event: EventFacts, state: str, now: datetime) -> Decision:
    """Decide whether an application may come back to the line that was turned down or did not answer."""
    if state not in REVIVABLE:
        return Decision(False, "列にもどせるのは、お断りしたか、返事のなかった申し込みだけです。")
    return may_go_on(event, now)


def may_stand_before(*, reason: str, is_itself: bool, both_wait: bool) -> Decision:
    """Decide whether an application may be moved before another one of its line."""
    if not reason:
        return Decision(False, "順番を変える理由を書いてください。")
    if is_itself or not both_wait:
        return Decision(False, "列に並んでいる、別の申し込みの前にだけ動かせます。")
    return YES


def may_take_out(leaving: int, *, staying: int) -> Decision:
    """Decide whether some people may be taken out of an application that goes on with the others."""
    if not leaving:
        return Decision(False, "取り消す方を選んでください。")
    if not staying:
        return Decision(False, "全員を取り消すときは、「申し込みを取り消す」を押してください。")
    return YES


def may_match(*, is_matched: bool, agency_name: str) -> Decision:
    """Decide whether an application may be joined to an agency of the directory."""
    if is_matched:
        return Decision(False, "この申し込みは、もう関係機関と結ばれています。")
    return YES if agency_name else Decision(False, "事業所の名前が書かれていません。")
