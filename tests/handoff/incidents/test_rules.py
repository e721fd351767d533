"""What has to be reported, until when, and when an incident may move on: tables written by hand."""

from datetime import date

import pytest

from handoff.incidents.enums import Criterion, Exemption, Item, Kind, State, StepKind
from handoff.incidents.rules import (
    HINTS,
    SOURCES,
    Facts,
    Limits,
    clock_of,
    has_to_be_reported,
    may_be_assessed,
    may_be_closed,
    may_be_notified,
    may_be_reported_finally,
)

LAW = Limits(first=5, final=30, final_if_malicious=60)
FOUND = date(2026, 11, 28)


def facts(state, **more):
    return Facts(**({"state": state, "found_on": FOUND, "is_reportable": True, "is_malicious": False} | more))


@pytest.mark.parametrize(
    ("kind", "criteria", "exemption", "has_to"),
    [
        (Kind.WRONG_RECIPIENT, {Criterion.SENSITIVE}, Exemption.NONE, True),
        (Kind.LOSS, {Criterion.MANY}, Exemption.NONE, True),
        (Kind.UNAUTHORISED_READING, {Criterion.MALICE, Criterion.MONEY}, Exemption.NONE, True),
        (Kind.LEAK, set(), Exemption.NONE, False),
        (Kind.LOSS, {Criterion.SENSITIVE}, Exemption.ENCRYPTED, False),
        (Kind.WRONG_RECIPIENT, {Criterion.SENSITIVE}, Exemption.RECOVERED_UNREAD, False),
        (Kind.NEAR_MISS, {Criterion.SENSITIVE}, Exemption.NONE, False),
    ],
)
def test_one_criterion_is_enough_and_a_near_miss_is_none(kind, criteria, exemption, has_to):
    assert has_to_be_reported(kind=kind, criteria=frozenset(criteria), exemption=exemption) == has_to


@pytest.mark.parametrize(
    ("state", "more", "name", "day"),
    [
        (State.REPORTED, {"is_reportable": False}, "報告が要るかを決める", date(2026, 12, 2)),
        (State.ASSESSED, {}, "速報", date(2026, 12, 2)),
        (State.NOTIFIED, {}, "確報", date(2026, 12, 27)),
        (State.NOTIFIED, {"is_malicious": True}, "確報", date(2027, 1, 26)),
    ],
)
def test_the_day_of_finding_out_is_the_first_day(state, more, name, day):
    clock = clock_of(facts(state, **more), LAW, today=FOUND)
    assert (clock.name, clock.day) == (name, day)


def test_the_clock_says_in_words_how_much_is_left():
    words = [clock_of(facts(State.ASSESSED), LAW, today=date(2026, 12, day)).words for day in (1, 2, 4)]
    assert words == ["あと1日", "今日まで", "2日すぎています"]


@pytest.mark.parametrize("state", [State.REPORTED_FINALLY, State.CLOSED])
def test_nothing_is_due_once_both_reports_are_made(state):
    assert clock_of(facts(state), LAW, today=FOUND) is None


def test_nothing_is_due_where_nothing_has_to_be_reported():
    assert clock_of(facts(State.ASSESSED, is_reportable=False), LAW, today=FOUND) is None


def test_it_is_judged_anew_until_the_first_report():
    assert [state for state in State if may_be_assessed(facts(state)).allowed] == [
        State.REPORTED,
        State.ASSESSED,
    ]


def test_the_first_report_waits_for_the_outline_alone():
    assert not may_be_notified(facts(State.ASSESSED)).allowed
    assert may_be_notified(facts(State.ASSESSED, items_written=frozenset({Item.OUTLINE}))).allowed
    whole = facts(State.ASSESSED, is_reportable=False, items_written=frozenset(Item))
    assert not may_be_notified(whole).allowed


def test_the_final_report_waits_for_all_nine_items_and_says_which_are_missing():
    some = frozenset(Item) - {Item.CAUSE, Item.OTHER}
    refused = may_be_reported_finally(facts(State.NOTIFIED, items_written=some))
    assert "原因、その他" in refused.reason
    assert may_be_reported_finally(facts(State.NOTIFIED, items_written=frozenset(Item))).allowed
    assert not may_be_reported_finally(facts(State.ASSESSED, items_written=frozenset(Item))).allowed


def test_it_ends_once_it_is_reported_and_the_person_knows():
    assert not may_be_closed(facts(State.REPORTED)).allowed
    assert may_be_closed(facts(State.ASSESSED, is_reportable=False)).allowed
    assert not may_be_closed(facts(State.NOTIFIED)).allowed
    assert "本人" in may_be_closed(facts(State.REPORTED_FINALLY)).reason
    for step in (StepKind.PERSON_TOLD, StepKind.PERSON_NOT_REACHED):
        assert may_be_closed(facts(State.REPORTED_FINALLY, steps=frozenset({step}))).allowed
    assert not may_be_closed(facts(State.CLOSED, steps=frozenset(StepKind))).allowed


def test_every_rule_of_the_law_names_its_source_and_every_item_helps_to_write_it():
    assert SOURCES.keys() == {*Criterion, Exemption.ENCRYPTED, Exemption.RECOVERED_UNREAD}
    assert HINTS.keys() == set(Item)
