"""Days of series, states, times, quorum, who confirms, differences: pure functions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.japanese.business_days import is_public_holiday
from outreach.study_groups.meetings import rules
from outreach.study_groups.meetings.enums import CopyState, MeetingState, Nth, Presence, Weekday
from outreach.study_groups.meetings.rules import Series, Stages


def days(**fields):
    given = {"first_month": date(2026, 4, 1), "step": 1, "nth": Nth.SECOND, "weekday": 2, "count": 3}
    return [each.day for each in rules.days_of(Series(**given | fields), is_holiday=is_public_holiday)]


def test_the_second_wednesday_of_three_months():
    assert days() == [date(2026, 4, 8), date(2026, 5, 13), date(2026, 6, 10)]


def test_every_second_month_over_the_end_of_a_year():
    found = days(first_month=date(2026, 10, 1), step=2, nth=Nth.LAST, weekday=Weekday.FRIDAY)
    assert found == [date(2026, 10, 30), date(2026, 12, 25), date(2027, 2, 26)]


@pytest.mark.parametrize("year", range(2024, 2032))
@pytest.mark.parametrize("nth", Nth)
def test_every_nth_weekday_lies_in_its_month_and_is_that_weekday(year, nth):
    for month in range(1, 13):
        for weekday in Weekday:
            day = rules.nth_weekday(date(year, month, 1), nth, weekday)
            assert (day.year, day.month, day.weekday()) == (year, month, weekday)
            place = (day.day - 1) // 7 + 1
            assert place == nth or (nth == Nth.LAST and (day + timedelta(days=7)).month != month)


def test_a_holiday_is_passed_by_a_week_and_the_page_is_told():
    series = Series(date(2026, 5, 1), 1, Nth.FIRST, Weekday.MONDAY, 1)
    moved = rules.days_of(series, is_holiday=is_public_holiday)[0]
    assert (moved.day, moved.note) == (date(2026, 5, 11), "5月4日が祝日のため、1週間あとにしました")
    kept = Series(date(2026, 5, 1), 1, Nth.FIRST, Weekday.MONDAY, 1, skips_holidays=False)
    stays = rules.days_of(kept, is_holiday=is_public_holiday)[0]
    assert (stays.day, stays.note) == (date(2026, 5, 4), "祝日です")


def test_a_holiday_at_the_end_of_a_month_goes_a_week_back():
    series = Series(date(2027, 4, 1), 1, Nth.LAST, Weekday.THURSDAY, 1)
    assert rules.days_of(series, is_holiday=is_public_holiday)[0].day == date(2027, 4, 22)


@pytest.mark.parametrize(
    ("stages", "state"),
    [
        (Stages(), MeetingState.PLANNED),
        (Stages(briefed=True), MeetingState.BRIEFED),
        (Stages(briefed=True, sent=True), MeetingState.SENT),
        (Stages(held=True), MeetingState.HELD),
        (Stages(held=True, confirmed=True), MeetingState.MINUTED),
        (Stages(held=True, confirmed=True, closed=True), MeetingState.CLOSED),
    ],
)
def test_a_meeting_is_as_far_as_its_last_stage(stages, state):
    assert rules.state_of(stages) == state


def test_items_follow_each_other_and_what_does_not_fit_is_said():
    begin = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert [f"{each:%H:%M}" for each in rules.clocks(begin, [5, 40, 40])] == [
        "13:30",
        "13:35",
        "14:15",
        "14:55",
    ]
    length = rules.length_of([5, 40, 40], starts_at=begin, ends_at=begin + timedelta(minutes=60))
    assert (length.total, length.over, length.left) == (85, 25, 0)
    unknown = rules.length_of([5], starts_at=None, ends_at=None)
    assert (unknown.total, unknown.over, unknown.left) == (5, 0, 0)


@pytest.mark.parametrize(
    ("seats", "present", "reached", "lacking"),
    [(9, 5, True, 0), (9, 4, False, 1), (8, 4, False, 1), (8, 5, True, 0), (1, 1, True, 0), (0, 0, False, 1)],
)
def test_more_than_half_of_the_voting_seats_make_a_quorum(seats, present, reached, lacking):
    rows = [(seat, True, Presence.ONLINE if seat < present else Presence.ABSENT) for seat in range(seats)]
    found = rules.quorum_of([*rows, ("observer", False, Presence.VENUE)])
    assert (found.is_reached, found.lacking) == (reached, lacking)


def test_an_agency_has_one_seat_whoever_of_it_comes():
    rows = [("家", True, Presence.ABSENT), ("家", True, Presence.VENUE), ("里", True, "")]
    assert rules.quorum_of(rows) == rules.Quorum(seats=2, present=1)


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({}, True),
        ({"sent": False}, False),
        ({"held": False}, False),
        ({"confirmed": True}, False),
        ({"is_latest": False}, False),
        ({"is_own": True}, False),
        ({"is_own": True, "is_manager": True}, True),
    ],
)
def test_who_wrote_a_version_does_not_confirm_it_unless_they_head_the_centre(fields, allowed):
    given = dict.fromkeys(("held", "sent", "is_latest"), True)
    given |= dict.fromkeys(("confirmed", "is_own", "is_manager"), False)
    decision = rules.may_confirm(**given | fields)
    assert (decision.allowed, bool(decision.reason)) == (allowed, not allowed)


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({}, True),
        ({"held": False}, False),
        ({"confirmed": False}, False),
        ({"copies_out": 1}, False),
        ({"closed": True}, False),
    ],
)
def test_a_meeting_is_done_with_once_it_is_minuted_and_every_number_is_back(fields, allowed):
    given = {"held": True, "confirmed": True, "closed": False, "copies_out": 0}
    assert rules.may_close(**given | fields).allowed == allowed


def test_sixty_days_after_a_meeting_a_case_is_late():
    held = date(2026, 7, 1)
    for gone, late in ((59, False), (60, True)):
        today = held + timedelta(days=gone)
        assert rules.waits_for_report(held, reported=False, today=today, days=60) == late
        assert not rules.waits_for_report(held, reported=True, today=today, days=60)


def test_the_best_days_are_those_with_the_most_circles_then_triangles():
    assert rules.best_options([(3, 1), (3, 2), (2, 5)]) == {1}
    assert rules.best_options([(3, 1), (3, 1)]) == {0, 1}
    assert rules.best_options([(0, 0), (0, 0)]) == set()


def test_a_copy_is_where_its_dates_say():
    found = [
        rules.copy_state(handed=handed, returned=returned, shredded=shredded)
        for handed, returned, shredded in ((0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1), (0, 0, 1))
    ]
    assert found == [CopyState.HERE, CopyState.OUT, CopyState.BACK, CopyState.SHREDDED, CopyState.SHREDDED]
