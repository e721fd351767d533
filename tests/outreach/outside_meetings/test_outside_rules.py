"""How far a visit or a kit has come, and what a year's visits reached: plain facts."""

from datetime import date, timedelta
from random import Random

import pytest

from outreach.outside_meetings.enums import AttendanceState, MeetingKind, SendingState
from outreach.outside_meetings.rules import (
    Attended,
    Steps,
    Visit,
    coverage_of,
    is_late,
    may_send,
    may_step,
    sending_state,
    state_of,
)

DAY, ONE = date(2026, 11, 24), timedelta(days=1)


def visit(*, attended=False, off=False, by=None, done=None, day=DAY):
    return Visit(day, is_attended=attended, is_called_off=off, follow_up_by=by, followed_up_on=done)


@pytest.mark.parametrize(
    ("row", "state", "late"),
    [
        (visit(), AttendanceState.PLANNED, True),
        (visit(day=DAY + ONE), AttendanceState.PLANNED, False),
        (visit(attended=True), AttendanceState.ATTENDED, False),
        (visit(attended=True, by=DAY), AttendanceState.ATTENDED, True),
        (visit(attended=True, by=DAY + ONE), AttendanceState.ATTENDED, False),
        (visit(attended=True, by=DAY, done=DAY), AttendanceState.FOLLOWED_UP, False),
        (visit(off=True), AttendanceState.CALLED_OFF, False),
    ],
)
def test_the_state_of_a_visit_follows_from_its_dates(row, state, late):
    assert (state_of(row), is_late(row, DAY + ONE)) == (state, late)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (Steps(DAY, None, None, None), SendingState.SENT),
        (Steps(DAY, DAY, None, None), SendingState.READ),
        (Steps(DAY, None, DAY, None), SendingState.TALKED),
        (Steps(DAY, DAY, DAY, DAY), SendingState.REVIEWED),
    ],
)
def test_how_far_an_office_has_come_is_its_furthest_step(steps, state):
    assert sending_state(steps) == state


@pytest.mark.parametrize(
    ("step", "on", "talked", "reviewed", "allowed"),
    [
        ("read", DAY, None, None, True),
        ("read", DAY - ONE, None, None, False),
        ("read", DAY + 2 * ONE, None, None, False),
        ("reviewed", DAY + ONE, None, None, False),
        ("reviewed", DAY + ONE, DAY, None, True),
        ("reviewed", DAY, DAY + ONE, None, False),
        ("talked", DAY + ONE, DAY, DAY, False),
    ],
)
def test_steps_are_dated_in_their_order(step, on, talked, reviewed, allowed):
    steps = Steps(DAY, None, talked, reviewed)
    assert may_step(steps, step, on=on, today=DAY + ONE).allowed is allowed


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({}, True),
        ({"kit_is_open": False}, False),
        ({"items": 0}, False),
        ({"known": [1]}, False),
        ({"buddy": 1}, False),
    ],
)
def test_a_kit_is_given_once_with_something_in_it_and_nobody_is_its_own_buddy(facts, allowed):
    usual = {"kit_is_open": True, "items": 1, "agency": 1, "buddy": 2, "known": []}
    assert may_send(**(usual | facts)).allowed is allowed


@pytest.mark.parametrize("seed", range(20))
def test_coverage_is_what_counting_by_hand_finds(seed):
    random = Random(seed)
    areas = {key: f"圏域{key}" for key in range(1, random.randint(2, 12))}
    found = [
        Attended(random.choice(list(MeetingKind)), DAY, random.choice([None, 99, *areas]))
        for _ in range(random.randint(0, 30))
    ]
    coverage = coverage_of(areas, found)
    for place, kind in enumerate(MeetingKind):
        mine = [each for each in found if each.kind == kind]
        where = {each.area for each in mine} & set(areas)
        line = coverage.kinds[place]
        assert (line.reached, line.areas, line.visits) == (len(where), len(areas), len(mine))
        assert line.elsewhere == sum(each.area not in areas for each in mine)
        assert line.left == tuple(name for key, name in areas.items() if key not in where)
        by_area = [counts[place] for _, counts in coverage.rows]
        assert by_area == [sum(each.area == key for each in mine) for key in areas]
    assert coverage.visits == len(found)
