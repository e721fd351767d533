"""The room's rules."""

from datetime import timedelta

import pytest

from events.paper import rules
from tests.factories.events import NOW


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("076-266-1070", ("076-266-", "1070")),
        ("000-002-0020", ("000-002-", "0020")),
        ("0120-11-0000", ("0120-11-", "0000")),
        ("0120-111-222", ("0120-", "111-222")),
        ("03-1234-5678", ("03-1234-", "5678")),
        ("03(1234)5678", ("03-1234-", "5678")),
        ("050-1234-5678", ("050-1234-", "5678")),
        ("0762661070", ("07626", "61070")),
        ("", ("", "")),
    ],
)
def test_a_number_is_read_in_two_halves_and_stays_as_people_know_it(number, found):
    assert rules.halves(number) == found


@pytest.mark.parametrize(
    ("typed", "right"), [("1070", True), ("10-70", True), ("1071", False), ("070", False), ("", False)]
)
def test_the_second_look_compares_the_last_four_digits(typed, right):
    assert rules.is_dialled("076-266-1070", typed) is right


def test_without_a_number_nothing_was_dialled():
    assert not rules.is_dialled("", "")


@pytest.mark.parametrize(("day", "allowed"), [(24, True), (25, False), (23, False)])
def test_a_tick_is_taken_back_on_its_own_day_only(day, allowed):
    assert rules.may_undo(NOW, NOW.replace(day=day, hour=23, minute=59)).allowed is allowed


def test_what_was_never_sent_cannot_be_taken_back():
    assert not rules.may_undo(None, NOW).allowed


@pytest.mark.parametrize(
    ("seconds", "rests", "given_up"), [(44, False, False), (45, True, False), (600, True, True)]
)
def test_a_file_is_looked_at_once_it_rests_and_given_up_after_ten_minutes(seconds, rests, given_up):
    moment = NOW + timedelta(seconds=seconds)
    assert (rules.is_at_rest(NOW, moment), rules.is_given_up(NOW, moment)) == (rests, given_up)


@pytest.mark.parametrize("state", ["arrived", "linked", "not_ours", "unreadable"])
def test_only_a_paper_that_waits_can_be_settled(state):
    decision = rules.may_settle(state)
    assert (decision.allowed, bool(decision.reason)) == (False, True)
    assert rules.may_settle("read").allowed
