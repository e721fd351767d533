"""Days are counted from a release, a gap moves on only as it may, a plan has its time."""

from datetime import date

import pytest

from foundation.japanese.business_days import Closures, YearlyClosure
from outreach.role_sheets.procedures.enums import GapMove, GapState, PlanPhase
from outreach.role_sheets.procedures.rules import (
    StepDays,
    day_from_release,
    days_of_step,
    is_for,
    is_late,
    may_be_on,
    may_lose,
    may_move,
    moves_from,
    phase_of,
    place_in_year,
)

CLOSURES = Closures(yearly=(YearlyClosure((12, 29), (1, 3)),))
# A Monday after the New Year: the days before are Friday 29 January, and so on.
RELEASE = date(2027, 2, 1)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-1, date(2027, 1, 29)),
        (-5, date(2027, 1, 25)),
        # Back over 成人の日, and over the closed days around the New Year.
        (-19, date(2027, 1, 4)),
        (-20, date(2026, 12, 28)),
        (1, date(2027, 2, 2)),
        (8, date(2027, 2, 12)),  # over 建国記念の日
    ],
)
def test_days_are_counted_in_days_on_which_offices_are_open(days, found):
    assert day_from_release(RELEASE, days, CLOSURES) == found


def test_a_release_on_a_holiday_stays_where_it_is():
    sunday = date(2027, 1, 31)
    assert day_from_release(sunday, 0, CLOSURES) == sunday


def test_an_answer_is_there_after_its_lead_time_and_without_one_nobody_waits():
    assert days_of_step(RELEASE, 1, 3, CLOSURES) == StepDays(date(2027, 2, 2), date(2027, 2, 5))
    assert days_of_step(RELEASE, 1, None, CLOSURES) == StepDays(date(2027, 2, 2), None)


def test_a_step_that_names_nobody_is_for_everybody():
    assert [is_for([], ""), is_for([], "elderly"), is_for(["mental"], "")] == [True, True, True]
    assert [is_for(["mental"], "mental"), is_for(["mental"], "elderly")] == [True, False]


def test_a_fiscal_year_begins_in_april_and_ends_in_march():
    assert sorted(range(1, 13), key=place_in_year) == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]


def test_a_gap_moves_from_open_over_agreed_to_done_and_back():
    assert {state: moves_from(state) for state in GapState} == {
        GapState.OPEN: [GapMove.AGREE],
        GapState.AGREED: [GapMove.FINISH, GapMove.BACK],
        GapState.DONE: [GapMove.REOPEN],
    }


def asked(move=GapMove.AGREE, state=GapState.OPEN, proposal="窓口を置く", due_on=RELEASE):
    return may_move(move, state=state, proposal=proposal, due_on=due_on)


def test_whoever_agrees_knows_to_what_and_until_when():
    assert asked().allowed
    for missing in ({"proposal": " "}, {"due_on": None}):
        assert "提案と期限" in asked(**missing).reason
    assert "先に変わっています" in asked(GapMove.FINISH).reason


def test_a_day_of_a_move_has_come_and_what_is_taken_back_asks_for_none():
    def told(move, on, agreed_on=None):
        return may_be_on(move, on, agreed_on=agreed_on, today=RELEASE).reason

    for move in (GapMove.AGREE, GapMove.FINISH):
        assert told(move, RELEASE) == ""
        assert "まだ来ていない日" in told(move, date(2027, 2, 2))
        assert "いつのことか" in told(move, None)
    assert "合意した日からあと" in told(GapMove.FINISH, date(2027, 1, 31), RELEASE)
    assert [told(move, None, RELEASE) for move in (GapMove.BACK, GapMove.REOPEN)] == ["", ""]


def test_what_was_agreed_on_keeps_its_proposal_and_its_day():
    assert may_lose(GapState.OPEN, proposal="", due_on=None).allowed
    assert not may_lose(GapState.AGREED, proposal="", due_on=RELEASE).allowed
    assert not may_lose(GapState.DONE, proposal="窓口", due_on=None).allowed


def test_a_gap_is_late_the_day_after_its_day_unless_it_is_done():
    after = date(2027, 2, 2)
    assert [is_late(state, RELEASE, after) for state in GapState] == [True, True, False]
    assert [is_late(GapState.OPEN, RELEASE, RELEASE), is_late(GapState.OPEN, None, after)] == [False, False]


def test_the_last_day_of_a_plan_still_counts():
    time = (date(2024, 4, 1), date(2029, 3, 31))
    found = [
        phase_of(*time, day)
        for day in (date(2024, 3, 31), date(2024, 4, 1), date(2029, 3, 31), date(2029, 4, 1))
    ]
    assert found == [PlanPhase.COMING, PlanPhase.RUNNING, PlanPhase.RUNNING, PlanPhase.OVER]
