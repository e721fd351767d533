"""How an answer stands on a day, and what may follow it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.role_sheets.guides import rules
from outreach.role_sheets.guides.enums import State
from outreach.role_sheets.guides.models import QuestionAnswer
from tests.factories.guides import make_question

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
DAYS = st.integers(-3, 3).map(lambda days: TODAY + days * DAY)


def answer(begins=date(2022, 4, 1), ends=None, due=date(2027, 1, 1), followed=None):
    return QuestionAnswer(valid_from=begins, valid_until=ends, review_due_on=due, superseded_by_id=followed)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (answer(), State.CURRENT),
        (answer(ends=TODAY), State.CURRENT),
        (answer(ends=TODAY - DAY), State.EXPIRED),
        (answer(ends=TODAY - DAY, followed=2), State.REVISED),
        (answer(due=TODAY), State.TO_CHECK),
        (answer(due=TODAY + DAY), State.CURRENT),
        (answer(due=None), State.TO_CHECK),
        (answer(ends=TODAY - DAY, due=None), State.EXPIRED),
        (answer(begins=TODAY), State.CURRENT),
        (answer(begins=TODAY + DAY), State.FUTURE),
    ],
)
def test_the_state_of_an_answer_follows_from_its_dates(row, state):
    assert rules.state_of(row, TODAY) == state


def test_the_database_says_of_every_answer_what_the_rule_says(db):
    numbers = iter(range(1, 999))
    for begins in (TODAY - DAY, TODAY, TODAY + DAY):
        for ends in (None, TODAY - DAY, TODAY, TODAY + DAY):
            for due in (None, TODAY, TODAY + DAY):
                if ends is None or ends >= begins:
                    days = {"valid_from": begins, "valid_until": ends, "review_due_on": due}
                    make_question(next(numbers), **days)
    old = make_question(next(numbers), valid_until=TODAY - DAY)
    old.superseded_by = make_question(old.number, version=2, valid_from=TODAY)
    old.save()
    kept = {
        state: set(QuestionAnswer.objects.standing([state], TODAY).values_list("pk", flat=True))
        for state in State
    }
    told = {state: set() for state in State}
    for row in QuestionAnswer.objects.all():
        told[rules.state_of(row, TODAY)].add(row.pk)
    assert kept == told
    assert min(map(len, told.values())) > 0


@pytest.mark.parametrize(
    ("old", "others", "reason"),
    [
        (answer(), [], ""),
        (answer(followed=2), [], rules.FOLLOWED),
        (answer(begins=TODAY), [], rules.TOO_EARLY),
        (answer(), [answer(ends=TODAY - DAY)], ""),
        (answer(), [answer(ends=TODAY)], rules.OVERLAPS),
        (answer(), [answer()], rules.OVERLAPS),
    ],
)
def test_a_new_answer_begins_after_all_others_have_ended(old, others, reason):
    decision = rules.may_be_followed(old, TODAY, others=others)
    assert (decision.allowed, decision.reason) == (not reason, reason)


def test_the_old_answer_ends_on_the_day_before_and_never_grows_longer():
    assert rules.last_day(answer(), TODAY) == TODAY - DAY
    assert rules.last_day(answer(ends=TODAY + DAY), TODAY) == TODAY - DAY
    assert rules.last_day(answer(ends=TODAY - 9 * DAY), TODAY) == TODAY - 9 * DAY


@given(st.tuples(DAYS, st.none() | DAYS), st.tuples(DAYS, st.none() | DAYS))
def test_two_answers_never_count_on_one_day(one, other):
    rows = [answer(begins, ends if ends is None else max(begins, ends)) for begins, ends in (one, other)]
    window = [TODAY + days * DAY for days in range(-9, 10)]
    both = [
        day for day in window if all(row.valid_from <= day <= (row.valid_until or window[-1]) for row in rows)
    ]
    assert rules.may_be_dated(rows[0], others=rows[1:]).allowed == (not both)
    assert all(later - earlier == DAY for earlier, later in pairwise(window))
