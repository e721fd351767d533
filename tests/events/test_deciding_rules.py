"""What may be decided about one application: each refusal, beside the case that differs in one thing."""

from datetime import timedelta

import pytest

from events import deciding_rules as rules
from events.date_rules import may_have_arrived
from foundation.decision import YES
from tests.events.test_rules import NOW, an_event

LOOKED_AT = {"admission": "approval"}
OFF = "この研修・行事は中止になったか、もう始まっています。"
NOT_TO_BE_LOOKED_AT = "この申し込みは、もう決まっているか、一件ずつ決めるものではありません。"
TOO_LATE = "申し込みの締切を過ぎました。お電話でご相談ください。"


@pytest.mark.parametrize(
    ("rule", "state", "event", "told"),
    [
        (rules.may_look_at, "pending", LOOKED_AT, ""),
        (rules.may_look_at, "confirmed", LOOKED_AT, NOT_TO_BE_LOOKED_AT),
        (rules.may_look_at, "pending", {"admission": "after_deadline"}, NOT_TO_BE_LOOKED_AT),
        (rules.may_look_at, "pending", LOOKED_AT | {"state": "cancelled"}, OFF),
        (rules.may_look_at, "pending", LOOKED_AT | {"starts_at": NOW}, OFF),
        (rules.may_release, "held", {}, ""),
        (rules.may_release, "pending", {}, "この申し込みは、もうセンターに届いています。"),
        (rules.may_release, "held", {"deadline_at": NOW}, ""),
        (rules.may_release, "held", {"deadline_at": NOW - timedelta(seconds=1)}, TOO_LATE),
        (rules.may_release, "held", {"state": "cancelled"}, TOO_LATE),
        (rules.may_revive, "declined", {}, ""),
        (rules.may_revive, "lapsed", {}, ""),
        (
            rules.may_revive,
            "cancelled",
            {},
            "列にもどせるのは、お断りしたか、返事のなかった申し込みだけです。",
        ),
        (rules.may_revive, "declined", {"starts_at": NOW}, OFF),
    ],
)
def test_each_step_says_why_it_cannot_be_taken(rule, state, event, told):
    assert rule(an_event(**event), state, NOW).reason == told


@pytest.mark.parametrize(
    ("reason", "is_itself", "both_wait", "told"),
    [
        ("遠くから来る", False, True, ""),
        ("", False, True, "順番を変える理由を書いてください。"),
        ("遠くから来る", True, True, "列に並んでいる、別の申し込みの前にだけ動かせます。"),
        ("遠くから来る", False, False, "列に並んでいる、別の申し込みの前にだけ動かせます。"),
    ],
)
def test_somebody_is_moved_with_a_reason_and_before_somebody_else_who_waits(
    reason, is_itself, both_wait, told
):
    assert rules.may_stand_before(reason=reason, is_itself=is_itself, both_wait=both_wait).reason == told


def test_some_people_are_taken_out_while_others_stay():
    assert rules.may_take_out(1, staying=1) == YES
    assert rules.may_take_out(0, staying=2).reason == "取り消す方を選んでください。"
    assert "「申し込みを取り消す」" in rules.may_take_out(2, staying=0).reason


def test_an_application_is_joined_to_the_directory_once_and_by_a_name():
    assert rules.may_match(is_matched=False, agency_name="汐見の家") == YES
    assert "もう関係機関と結ばれて" in rules.may_match(is_matched=True, agency_name="汐見の家").reason
    assert "名前が書かれていません" in rules.may_match(is_matched=False, agency_name="").reason


def test_nothing_was_received_at_a_moment_that_is_still_to_come():
    assert may_have_arrived(NOW, NOW) == YES
    assert "いまより先" in may_have_arrived(NOW + timedelta(minutes=1), NOW).reason
