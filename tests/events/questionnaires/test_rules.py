"""What may happen to a questionnaire, and what was typed from a sheet."""

from datetime import date, timedelta

import pytest

from events.questionnaires import rules
from events.questionnaires.forms.desk import DAYS_TO_ANSWER, usual
from tests.factories.afterwards import HELD_AT
from tests.factories.events import NOW, STARTS_AT, make_session

DAY = date(2026, 11, 24)
BEGAN = HELD_AT


def may_answer(state="open", *, closes_on=DAY, now=NOW, has_answered=False):
    return rules.may_answer(rules.Moment(state, closes_on, BEGAN), now, has_answered=has_answered)


def test_a_participant_answers_once_from_the_beginning_until_the_end_of_the_last_day():
    assert may_answer().allowed
    assert may_answer(now=BEGAN).allowed
    assert may_answer(now=NOW.replace(hour=23, minute=59)).allowed
    assert may_answer(now=BEGAN - timedelta(minutes=1)).reason.startswith(
        "アンケートは、研修・行事が始まって"
    )
    assert may_answer(now=NOW.replace(day=25, hour=0)).reason == "アンケートの受け付けは、終わりました。"
    assert may_answer(has_answered=True) == rules.ALREADY
    assert not may_answer("draft").allowed
    assert not may_answer("closed").allowed


def test_it_opens_with_questions_and_a_day_to_come():
    def may(**facts):
        return rules.may_open(**{"state": "draft", "questions": 1, "closes_on": DAY, "today": DAY} | facts)

    assert may().allowed
    assert not may(questions=0).allowed
    assert not may(closes_on=date(2026, 11, 23)).allowed
    assert not may(state="closed").allowed


def test_reminders_go_once_and_only_while_answers_are_taken():
    assert rules.may_remind("open", is_reminded=False, missing=1).allowed
    assert not rules.may_remind("open", is_reminded=True, missing=1).allowed
    assert not rules.may_remind("open", is_reminded=False, missing=0).allowed
    assert not rules.may_remind("closed", is_reminded=False, missing=1).allowed


STATES = ("draft", "open", "closed", "summarised")


def test_paper_is_typed_in_after_the_deadline_too_but_not_once_the_results_were_read():
    typed = [rules.may_type_paper(state, is_read=False).allowed for state in STATES]
    assert typed == [False, True, True, False]
    assert "もう結果を見た" in rules.may_type_paper("closed", is_read=True).reason
    assert [rules.may_tick(state).allowed for state in STATES] == [False, True, True, False]


def test_results_are_read_from_closing_on_and_summed_up_once_they_were_read():
    assert [rules.may_read(state, is_read=False).allowed for state in STATES] == [False, False, True, False]
    assert not rules.may_read("closed", is_read=True).allowed
    assert [rules.may_summarise(is_read=is_read).allowed for is_read in (False, True)] == [False, True]


@pytest.mark.parametrize(
    ("typed", "several", "found"),
    [("3", False, [3]), ("", False, []), ("14", True, [1, 4]), ("4 1", True, [1, 4]), ("1、1", True, [1])],
)
def test_numbers_are_read_as_staff_type_them(typed, several, found):
    assert rules.marks_of(typed, highest=5, several=several) == found


@pytest.mark.parametrize(
    ("typed", "words"),
    [("6", "1から5まで"), ("0", "1から5まで"), ("x", "1から5まで"), ("²", "1から5まで"), ("13", "1つだけ")],
)
def test_what_is_no_answer_is_said(typed, words):
    with pytest.raises(ValueError, match=words):
        rules.marks_of(typed, highest=5, several=False)


def test_the_mean_is_that_of_those_who_answered():
    assert rules.mean_of([0, 0, 0, 1, 1]) == 4.5
    assert rules.mean_of([0, 0, 0, 0, 0]) is None


@pytest.mark.django_db
def test_the_usual_deadline_counts_from_the_day_on_which_a_morning_ends():
    session = make_session(starts_at=STARTS_AT.replace(hour=5))
    assert usual([session], NOW.date())["closes_on"] == STARTS_AT.date() + timedelta(days=DAYS_TO_ANSWER)
