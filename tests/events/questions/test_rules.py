"""Which questions are asked, and what counts as answered: no database is asked."""

from datetime import date, datetime, timedelta

import pytest

from events.questions import rules
from events.questions.enums import AskKind, AskMoment
from events.questions.rules import Ask

LUNCH = Ask(1, AskKind.ONE, is_required=True, choices=("はい", "いいえ"))
FOOD = Ask(2, AskKind.LINE, is_required=True, only_if=1, only_choice="はい")
SPOON = Ask(3, AskKind.SEVERAL, choices=("スプーン", "フォーク"), only_if=2, only_choice="なし")
TOPIC = Ask(4, AskKind.TEXT, AskMoment.SEATED, is_required=True)
ASKS = [LUNCH, FOOD, SPOON, TOPIC]
YES, NO = {1: ("はい",)}, {1: ("いいえ",)}


def test_a_question_with_a_condition_is_asked_of_those_alone_who_made_the_choice():
    assert rules.asked(ASKS, YES, is_seated=False) == [LUNCH, FOOD]
    assert rules.asked(ASKS, NO, is_seated=False) == [LUNCH]
    assert rules.asked(ASKS, {}, is_seated=False) == [LUNCH]


def test_what_was_said_where_a_condition_does_not_hold_is_ignored_and_so_is_what_depends_on_it():
    said = {2: ("なし",), 3: ("スプーン",)}
    assert rules.counted(ASKS, NO | said) == NO
    assert rules.counted(ASKS, YES | said) == YES | said


def test_a_question_for_after_the_seat_is_missing_only_then():
    assert rules.missing(ASKS, NO, is_seated=False) == []
    assert rules.missing(ASKS, NO, is_seated=True) == [TOPIC]


def test_empty_words_are_no_answer():
    assert rules.missing(ASKS, {1: ("",)}, is_seated=False) == [LUNCH]


def test_a_file_that_came_is_an_answer():
    paper = Ask(5, AskKind.FILE, is_required=True)
    assert rules.missing([paper], {}, is_seated=False) == [paper]
    assert rules.missing([paper], {}, is_seated=False, sent={5}) == []


@pytest.mark.parametrize(
    ("ask", "words", "fits"),
    [
        (LUNCH, ("はい",), True),
        (LUNCH, ("はい", "いいえ"), False),
        (LUNCH, ("たぶん",), False),
        (SPOON, ("スプーン", "フォーク"), True),
        (FOOD, ("えび",), True),
        (FOOD, ("えび", "かに"), False),
        (Ask(5, AskKind.FILE), ("えび",), False),
    ],
)
def test_words_fit_their_question(ask, words, fits):
    assert rules.fits(ask, words) is fits


@pytest.mark.parametrize(
    ("months", "today", "known"),
    [
        (None, date(2036, 1, 1), True),
        (12, date(2027, 11, 23), True),
        (12, date(2027, 11, 24), False),
        (1, date(2026, 12, 23), True),
        (1, date(2026, 12, 24), False),
    ],
)
def test_an_agency_is_asked_again_after_its_months(months, today, known):
    assert rules.is_still_known(date(2026, 11, 24), months, today) is known


def test_months_end_on_a_day_that_every_month_has():
    assert rules.months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_only_choices_that_come_first_may_be_conditions():
    later = Ask(6, AskKind.ONE, AskMoment.SEATED, choices=("はい", "いいえ"))
    assert rules.may_depend_on(LUNCH, AskMoment.SEATED)
    assert rules.may_depend_on(LUNCH, AskMoment.APPLYING)
    assert not rules.may_depend_on(FOOD, AskMoment.SEATED)
    assert not rules.may_depend_on(later, AskMoment.APPLYING)


def test_answers_are_taken_until_the_beginning_of_what_takes_place():
    starts = datetime(2026, 12, 11, 13, 30)  # noqa: DTZ001 -- the rule compares what it is given
    before = {
        "is_ended": False,
        "takes_place": True,
        "starts_at": starts,
        "now": starts - timedelta(minutes=1),
    }
    assert rules.may_answer(**before).allowed
    assert not rules.may_answer(**before | {"now": starts}).allowed
    assert not rules.may_answer(**before | {"is_ended": True}).allowed
    assert not rules.may_answer(**before | {"takes_place": False}).allowed
