"""What may become of a request, and who can be where: pure functions."""

from datetime import time, timedelta

import pytest

from events.lectures import rules
from events.lectures.enums import STATE_SHAPES, RequestState
from events.lectures.rules import Hours, Span, Taken
from tests.factories.lectures import WISH

# Where each step begins and ends, as the desk knows it.
STEPS = {
    "check": "received",
    "propose": "received checking proposed countered",
    "accept": "proposed",
    "counter": "proposed",
    "decline": "received checking proposed countered",
    "cancel": "received checking proposed countered agreed",
    "reinstate": "cancelled",
    "hold": "agreed",
    "report": "held",
}


@pytest.mark.parametrize("move", STEPS)
def test_each_step_begins_where_it_may_and_nowhere_else(move):
    allowed = {state for state in RequestState if rules.may_move(state, move, by=rules.STAFF).allowed}
    assert allowed == set(STEPS[move].split())
    refused = {rules.may_move(state, move, by=rules.STAFF).reason for state in set(RequestState) - allowed}
    assert refused == {rules.MOVES[move].refusal}


def test_requesters_answer_and_call_off_and_do_nothing_else():
    theirs = {
        move
        for move, each in rules.MOVES.items()
        if any(rules.may_move(state, move, by=rules.REQUESTER).allowed for state in each.begins)
    }
    assert theirs == {"accept", "counter", "cancel"}


def test_every_state_can_be_reached_and_is_drawn():
    assert {each.ends for each in rules.MOVES.values()} | {"received"} == set(RequestState)
    assert set(STATE_SHAPES) == set(RequestState)


def span(hours, *, length=1.5, way=0):
    starts = WISH + timedelta(hours=hours)
    return Span(starts, starts + timedelta(hours=length), way, way)


@pytest.mark.parametrize(
    ("hours", "way", "free"),
    [(0, 0, False), (1.5, 0, True), (-1.5, 0, True), (1.4, 0, False), (2.4, 30, False), (2.5, 30, True)],
)
def test_the_way_there_and_back_counts_on_both_sides(hours, way, free):
    taken = [Taken(span(0, way=way), "会議")]
    assert rules.not_free("見本", span(hours, way=way), taken).allowed is free


def test_the_words_say_whether_only_the_ways_meet():
    taken = [Taken(span(0, way=60), "講座（R8-D01）")]
    near = rules.not_free("見本", span(2), taken).reason
    lecture = "1月14日 12:30〜16:00（移動を含む）に講座（R8-D01）"
    assert near == f"見本は、{lecture}があり、移動の時間と重なります。"
    same = rules.not_free("見本", span(0), [Taken(span(0), "休み")]).reason
    assert same == "見本は、1月14日 13:30〜15:00に休みがあります。"


def test_hours_and_weekdays_are_those_of_the_lecturer():
    weekdays = Hours(frozenset({3}), time(9), time(17))
    assert rules.outside_hours("見本", span(0), weekdays).allowed
    assert rules.outside_hours("見本", span(2.1), weekdays).reason == "見本が出られるのは、9:00〜17:00です。"
    assert rules.outside_hours("見本", span(-4.6), weekdays).allowed is False
    assert rules.outside_hours("見本", span(24), weekdays).reason == "見本は、金曜日には出ません。"


def test_one_leads_and_can():
    assert rules.may_send([("lead", True), ("junior", False)]).allowed
    for parts in ([], [("junior", True)], [("lead", True), ("lead", True)], [("lead", False)]):
        assert rules.may_send(parts).allowed is False


def test_what_a_request_says_is_mended_until_a_date_is_agreed():
    states = ["received", "checking", "proposed", "countered", "agreed", "held", "declined", "cancelled"]
    assert [state for state in states if rules.may_mend(state).allowed] == states[:4]
    assert "「研修・行事」の画面で変えます" in rules.may_mend("agreed").reason


def test_an_offered_date_is_agreed_to_while_it_is_still_to_come():
    assert rules.may_agree(WISH + timedelta(minutes=1), WISH).allowed
    assert "もう過ぎました" in rules.may_agree(WISH, WISH).reason
