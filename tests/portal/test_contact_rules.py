"""What may happen to a message of the contact form: every state against every act."""

from datetime import date

import pytest

from foundation.japanese.business_days import Closures
from portal.contact_desk import rules
from portal.contact_desk.enums import DONE_STATES, OPEN_STATES, MessageState
from portal.contact_desk.rules import Worker

NOBODY = Worker(is_manager=False, is_assignee=False, is_reader=False, is_system_admin=False)
STATES = [state.value for state in MessageState]


def worker(**yes):
    return Worker(**(vars(NOBODY) | yes))


@pytest.mark.parametrize(
    ("to", "states"),
    [
        ("assigned", ["new", "assigned"]),
        ("answered", ["assigned"]),
        ("closed", ["answered"]),
        ("erased", ["answered", "closed"]),
    ],
)
def test_a_message_goes_only_forward_and_only_from_these_states(to, states):
    decisions = {state: rules.may_move(state, to) for state in STATES}
    assert [state for state, decision in decisions.items() if decision.allowed] == states
    assert all(decision.reason for decision in decisions.values() if not decision.allowed)


@pytest.mark.parametrize(
    ("state", "who", "allowed"),
    [
        ("new", NOBODY, True),
        ("assigned", worker(is_assignee=True), False),
        ("assigned", worker(is_manager=True), True),
        ("answered", worker(is_manager=True), False),
    ],
)
def test_everybody_takes_a_new_message_and_the_manager_hands_it_over(state, who, allowed):
    assert rules.may_assign(state, who).allowed == allowed


@pytest.mark.parametrize(
    ("who", "allowed"),
    [(NOBODY, False), (worker(is_assignee=True), True), (worker(is_manager=True), True)],
)
def test_the_one_in_charge_and_the_manager_write_down_the_answer(who, allowed):
    assert rules.may_finish("assigned", "answered", who).allowed == allowed


@pytest.mark.parametrize(
    ("state", "who", "allowed"),
    [
        ("new", worker(is_reader=True), True),
        ("closed", worker(is_reader=True), True),
        ("erased", worker(is_reader=True), False),
        ("new", worker(is_manager=True, is_assignee=True), False),
        ("new", worker(is_reader=True, is_system_admin=True), False),
    ],
)
def test_only_named_readers_read_and_never_whoever_runs_the_system(state, who, allowed):
    decision = rules.may_read(state, who)
    assert (decision.allowed, bool(decision.reason)) == (allowed, not allowed)


@pytest.mark.parametrize(
    ("state", "due", "erased"),
    [
        ("answered", date(2026, 11, 25), True),
        ("closed", date(2026, 11, 24), True),
        ("answered", date(2026, 11, 26), False),
        ("new", None, False),
        ("assigned", None, False),
        ("erased", date(2026, 11, 1), False),
    ],
)
def test_what_was_never_answered_is_never_erased(state, due, erased):
    assert rules.may_be_erased(state, due, date(2026, 11, 25)) == erased


def test_contents_go_thirty_days_after_the_answer():
    assert rules.erase_on(date(2026, 11, 25), kept_days=30) == date(2026, 12, 25)


@pytest.mark.parametrize(("kept_days", "gone"), [(10, date(2026, 12, 5)), (60, date(2026, 12, 25))])
def test_a_shorter_time_counts_at_once_and_a_longer_one_breaks_no_promise(kept_days, gone):
    promised = date(2026, 12, 25)
    assert rules.erase_on(date(2026, 11, 25), kept_days=kept_days, promised=promised) == gone


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (date(2026, 11, 25), date(2026, 11, 27)),
        (date(2026, 11, 20), date(2026, 11, 25)),  # a weekend, and 23 November is a holiday
        (date(2026, 11, 28), date(2026, 12, 1)),
    ],
)
def test_an_answer_is_promised_within_two_days_on_which_the_centre_is_open(received, last_day):
    assert rules.answer_by(received, Closures(), within=2) == last_day


@pytest.mark.parametrize("state", STATES)
def test_only_what_waits_for_an_answer_is_late_from_the_day_after_the_promised_one(state):
    received, last_day = date(2026, 11, 25), date(2026, 11, 27)
    assert rules.is_late(state, received, last_day, Closures(), within=2) is False
    assert rules.is_late(state, received, date(2026, 11, 28), Closures(), within=2) is (
        state in ("new", "assigned")
    )


def test_groups_of_states_follow_from_the_transitions():
    assert {state for state in STATES if rules.may_move(state, "erased").allowed} == set(DONE_STATES)
    assert {state for state in STATES if "assigned" in rules.TRANSITIONS[state]} == set(OPEN_STATES)


def test_age_counts_days_on_which_the_centre_is_open():
    assert rules.age_in_business_days(date(2026, 11, 20), date(2026, 11, 25), Closures()) == 2
