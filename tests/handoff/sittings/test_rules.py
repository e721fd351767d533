"""The rules of the committee's room, without a database: steps, terms, papers, the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest

from handoff.disclosure.enums import BasisState
from handoff.sittings.enums import (
    ItemKind,
    ItemState,
    QuestionState,
    Response,
    SittingDeed,
    SittingState,
)
from handoff.sittings.rules import (
    TRANSITIONS,
    Footing,
    SittingFacts,
    clock_of,
    deeds_aside,
    judge,
    may_approve_paper,
    may_become,
    may_move_to,
    may_put,
    missing,
    needs_reason,
    next_deed,
    question_may_become,
    starts_of,
)

DAY = date(2026, 11, 28)
ONE = timedelta(days=1)
READY = SittingFacts(
    state=SittingState.PLANNED,
    held_on=DAY,
    minutes_there=120,
    minutes_planned=120,
    cases=2,
    cases_without_paper=0,
    cases_without_footing=0,
    cases_without_minutes=0,
    readers=4,
    copies_out=0,
)


def facts(**changes):
    return SittingFacts(**(READY.__dict__ | changes))


@pytest.mark.parametrize(("deed", "state"), list(product(SittingDeed, SittingState)))
def test_each_step_is_open_in_its_states_alone(deed, state):
    assert judge(deed, facts(state=state), today=DAY).allowed == (state in TRANSITIONS[deed][0])


def test_the_steps_lead_from_the_plan_to_the_end_without_a_gap():
    state, way = SittingState.PLANNED, []
    while (deed := next_deed(state)) is not None:
        state = TRANSITIONS[deed][1]
        way.append(state)
    assert [SittingState.PLANNED, *way] == [each for each in SittingState if each != SittingState.CALLED_OFF]


def test_another_day_or_none_at_all_is_there_until_it_was_held():
    aside = {state: deeds_aside(state) for state in SittingState}
    assert aside.pop(SittingState.SENT) == (SittingDeed.POSTPONE, SittingDeed.CALL_OFF)
    off = {state for state, deeds in aside.items() if deeds == (SittingDeed.CALL_OFF,)}
    assert off == {SittingState.PLANNED, SittingState.BRIEFED}
    assert all(next_deed(SittingState.CALLED_OFF) is None and not aside[state] for state in set(aside) - off)


@pytest.mark.parametrize(("day", "words"), [(None, "新しい日"), (DAY - ONE, "新しい日"), (DAY, "同じ日")])
def test_a_sitting_is_put_on_another_day_to_come(day, words):
    assert words in may_move_to(day, held_on=DAY, today=DAY).reason
    assert may_move_to(DAY + ONE, held_on=DAY, today=DAY).allowed


@pytest.mark.parametrize(
    ("deed", "change", "words"),
    [
        (SittingDeed.BRIEF, {"cases": 0}, "1件以上"),
        (SittingDeed.SEND, {"cases": 0}, "1件以上"),
        (SittingDeed.SEND, {"readers": 0}, "任期のある委員"),
        (SittingDeed.SEND, {"cases_without_paper": 1}, "資料のない"),
        (SittingDeed.SEND, {"cases_without_footing": 1}, "根拠"),
        (SittingDeed.SEND, {"minutes_planned": 121}, "収まりません"),
        (SittingDeed.HOLD, {"held_on": DAY + ONE}, "会の日"),
        (SittingDeed.CONFIRM, {"cases_without_minutes": 1}, "議事録のない"),
        (SittingDeed.CLOSE, {"copies_out": 3}, "3部"),
    ],
)
def test_each_step_says_what_it_needs(deed, change, words):
    assert missing(deed, READY, today=DAY) == ()
    (said,) = missing(deed, facts(**change), today=DAY)
    assert words in said
    (state,) = TRANSITIONS[deed][0]
    assert not judge(deed, facts(state=state, **change), today=DAY).allowed


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({}, True),
        ({"covers_committee": False}, False),
        ({"basis_state": BasisState.WITHDRAWN}, False),
        ({"basis_state": BasisState.DRAFT}, False),
        ({"since": DAY + ONE}, False),
        ({"until": DAY - ONE}, False),
        ({"basis_state": None, "since": None, "until": None}, False),
        ({"basis_state": BasisState.WITHDRAWN, "is_approved": True}, True),
    ],
)
def test_a_case_rests_on_a_basis_for_the_committee_or_on_an_approved_paper(change, stands):
    whole = {"covers_committee": True, "basis_state": BasisState.ACTIVE, "since": DAY, "until": DAY}
    assert Footing(**(whole | {"is_approved": False} | change)).stands(today=DAY) == stands


@pytest.mark.parametrize(
    ("kind", "change", "allowed"),
    [
        (ItemKind.NEW, {}, True),
        (ItemKind.NEW, {"has_former": True}, False),
        (ItemKind.AGAIN, {}, False),
        (ItemKind.AGAIN, {"has_former": True}, True),
        (ItemKind.AFTER_REPORT, {}, True),
        (ItemKind.AFTER_REPORT, {"has_former": True}, True),
        (ItemKind.NEW, {"is_there": True}, False),
        (ItemKind.NEW, {"state": SittingState.SENT}, False),
    ],
)
def test_a_case_is_put_as_what_it_is(kind, change, allowed):
    known = {"state": SittingState.PLANNED, "has_former": False, "is_there": False} | change
    assert may_put(kind, **known).allowed == allowed


@pytest.mark.parametrize(
    ("change", "allowed"),
    [({}, True), ({"leads": False}, False), ({"author_id": 1}, False), ({"state": SittingState.SENT}, False)],
)
def test_a_paper_is_approved_by_another_who_leads(change, allowed):
    known = {"leads": True, "actor_id": 1, "author_id": 2, "state": SittingState.BRIEFED} | change
    assert may_approve_paper(**known).allowed == allowed


def test_an_item_goes_one_way_and_waits_for_its_answers():
    allowed = {
        (one, other)
        for one, other in product(ItemState, ItemState)
        if may_become(one, other, unanswered=0).allowed
    }
    assert allowed == {
        (ItemState.WAITING, ItemState.DISCUSSED),
        (ItemState.WAITING, ItemState.TAKEN_OFF),
        (ItemState.DISCUSSED, ItemState.FOLLOWED_UP),
        (ItemState.FOLLOWED_UP, ItemState.ENDED),
    }
    assert not may_become(ItemState.DISCUSSED, ItemState.FOLLOWED_UP, unanswered=1).allowed


def test_a_question_goes_one_way():
    allowed = {
        (one, other)
        for one, other in product(QuestionState, QuestionState)
        if question_may_become(one, other).allowed
    }
    assert allowed == {
        (QuestionState.ASKED, QuestionState.ANSWERED),
        (QuestionState.ASKED, QuestionState.CLOSED),
        (QuestionState.ANSWERED, QuestionState.CLOSED),
    }


def test_only_what_was_taken_as_given_needs_no_reason():
    assert [needs_reason(each) for each in Response] == [False, True, True]


def test_an_agenda_runs_from_line_to_line():
    assert starts_of(time(13, 30), [5, 40, 10]) == [time(13, 30), time(13, 35), time(14, 15)]


ASKED_AT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "left", "is_over"),
    [
        (timedelta(), 48, False),
        (timedelta(seconds=1), 48, False),
        (timedelta(hours=1), 47, False),
        (timedelta(hours=24, minutes=30), 24, False),
        (timedelta(hours=47), 1, False),
        (timedelta(hours=47, minutes=59, seconds=59), 1, False),
        (timedelta(hours=48), 0, True),
        (timedelta(hours=48, seconds=1), 0, True),
        (timedelta(days=9), 0, True),
    ],
)
def test_the_clock_of_a_question_counts_hours_by_day_and_night(after, left, is_over):
    clock = clock_of(asked_at=ASKED_AT, hours=48, now=ASKED_AT + after)
    assert (clock.hours_left, clock.is_over) == (left, is_over)
    assert clock.due_at == datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
    assert clock.words == ("時間が過ぎました" if is_over else f"あと{left}時間")
