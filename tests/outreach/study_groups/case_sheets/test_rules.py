"""When a case sheet can be read, who checks it, and when its words go: plain dates."""

from datetime import date, timedelta

import pytest

from outreach.study_groups.case_sheets.enums import SheetState
from outreach.study_groups.case_sheets.rules import (
    Dates,
    due_day,
    may_check,
    may_copy,
    may_show,
    state_on,
)

DAY = date(2026, 12, 4)
ONE = timedelta(days=1)
CHECKED = Dates(DAY, DAY + ONE, is_checked=True, is_removed=False)
DRAFT = Dates(DAY, DAY + ONE, is_checked=False, is_removed=False)
REMOVED = Dates(DAY, DAY + ONE, is_checked=True, is_removed=True)


@pytest.mark.parametrize(
    ("dates", "day", "state"),
    [
        (DRAFT, DAY, SheetState.DRAFT),
        (CHECKED, DAY - ONE, SheetState.CHECKED),
        (CHECKED, DAY, SheetState.SHOWN),
        (CHECKED, DAY + ONE, SheetState.SHOWN),
        (CHECKED, DAY + 2 * ONE, SheetState.OVER),
        (DRAFT, DAY + 2 * ONE, SheetState.OVER),
        (REMOVED, DAY, SheetState.REMOVED),
    ],
)
def test_the_state_follows_from_the_dates(dates, day, state):
    assert state_on(dates, day) == state


@pytest.mark.parametrize(
    ("dates", "checker", "is_as_seen", "allowed"),
    [
        (DRAFT, 9, True, True),
        (DRAFT, 2, True, False),
        (DRAFT, 1, True, False),
        (DRAFT, 9, False, False),
        (REMOVED, 9, True, False),
    ],
)
def test_whoever_ever_wrote_checks_nothing_nor_does_whoever_read_other_words(
    dates, checker, is_as_seen, allowed
):
    decision = may_check(dates, today=DAY, writers=[1, 2], checker=checker, is_as_seen=is_as_seen)
    assert (decision.allowed, bool(decision.reason)) == (allowed, not allowed)


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [(0, 0, True), (-14, 7, True), (-15, 0, False), (0, 8, False), (1, 0, False)],
)
def test_a_sheet_is_read_around_its_session(first, last, allowed):
    assert may_show(DAY, DAY + first * ONE, DAY + last * ONE).allowed is allowed


@pytest.mark.parametrize(
    ("dates", "made", "wanted", "allowed"),
    [(CHECKED, 0, 40, True), (CHECKED, 1, 40, False), (DRAFT, 0, 1, False), (REMOVED, 0, 1, False)],
)
def test_copies_are_printed_of_checked_sheets_and_no_more_than_there_are_numbers(
    dates, made, wanted, allowed
):
    assert may_copy(dates, today=DAY, made=made, wanted=wanted, most=40).allowed is allowed


def test_words_go_the_night_after_the_last_day():
    assert due_day(DAY + ONE, days=1) == DAY
