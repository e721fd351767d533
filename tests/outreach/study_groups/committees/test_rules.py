"""Terms, notices, references and sums as pure functions."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.study_groups.committees import rules
from outreach.study_groups.committees.enums import AdviceState, NoticeStage, RecommendationState

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2025, 4, 1), date(2027, 3, 31), (date(2027, 4, 1), date(2029, 3, 31))),
        (date(2026, 4, 1), date(2027, 3, 31), (date(2027, 4, 1), date(2028, 3, 31))),
        # Somebody who came in between gets a whole period next.
        (date(2025, 10, 1), date(2027, 3, 31), (date(2027, 4, 1), date(2029, 3, 31))),
        (date(2027, 1, 10), date(2027, 3, 31), (date(2027, 4, 1), date(2028, 3, 31))),
        (date(2026, 3, 1), date(2028, 2, 29), (date(2028, 3, 1), date(2030, 2, 28))),
    ],
)
def test_the_next_term_follows_at_once_and_is_as_long(since, until, expected):
    assert rules.next_term(since, until) == expected


def test_a_term_is_no_longer_than_some_years_and_lies_in_our_time():
    rows = [
        (date(2026, 4, 1), date(2036, 4, 1), True),
        (date(2026, 4, 1), date(2036, 4, 2), False),
        (date(1, 1, 1), date(9998, 12, 31), False),
        (date(1949, 12, 31), date(1950, 3, 31), False),
        (date(2150, 1, 1), date(2151, 1, 1), False),
        (date(2150, 1, 1), date(2150, 12, 31), True),
    ]
    found = [rules.may_appoint(holder_until=None, since=a, until=b, is_abolished=False) for a, b, _ in rows]
    assert [each.allowed for each in found] == [expected for *_, expected in rows]
    # A paper of a hundred years is followed by a term of ten.
    assert rules.next_term(date(1950, 1, 1), date(2150, 12, 31)) == (date(2151, 1, 1), date(2160, 12, 31))


def test_each_earlier_term_counts():
    begins = [date(2022, 4, 1), date(2024, 4, 1), date(2026, 4, 1)]
    assert [rules.term_number(begins, each) for each in begins] == [1, 2, 3]


def test_a_form_offers_a_term_to_the_end_of_a_fiscal_year():
    assert rules.usual_term(date(2026, 11, 24), 2) == (date(2026, 11, 24), date(2028, 3, 31))
    assert rules.usual_term(date(2027, 2, 1), 2) == (date(2027, 2, 1), date(2028, 3, 31))


def test_on_each_day_of_a_long_wait_at_most_one_notice_is_due_and_each_once():
    told, given = set(), []
    for left in range(120, -5, -1):
        stage = rules.notice_due(left, told, early=90, late=30)
        if stage:
            told.add(stage)
            given.append((left, stage))
    assert given == [(90, NoticeStage.EARLY), (30, NoticeStage.LATE)]


def test_whoever_is_found_late_gets_the_late_notice_alone():
    assert rules.notice_due(12, set(), early=90, late=30) == NoticeStage.LATE
    assert rules.notice_due(12, {NoticeStage.LATE}, early=90, late=30) is None
    assert rules.notice_due(60, {NoticeStage.LATE}, early=90, late=30) is None


def test_an_urgent_question_is_late_after_48_hours_and_not_before():
    facts = {"asked_at": NOW, "is_urgent": True, "answered_on": None, "closed_on": None}
    facts["within"] = timedelta(hours=48)
    edge = NOW + timedelta(hours=48)
    assert rules.advice_state(**facts, now=edge) == AdviceState.ASKED
    assert rules.advice_state(**facts, now=edge + timedelta(seconds=1)) == AdviceState.LATE
    calm = facts | {"is_urgent": False}
    assert rules.advice_state(**calm, now=edge + timedelta(days=9)) == AdviceState.ASKED
    answered = facts | {"answered_on": NOW.date()}
    assert rules.advice_state(**answered, now=edge + timedelta(days=9)) == AdviceState.ANSWERED


def test_a_request_goes_its_way_and_no_other():
    ways = {
        (state, target)
        for state in RecommendationState
        for target in RecommendationState
        if rules.may_become(state, target).allowed
    }
    assert ways == {
        ("requested", "recommended"),
        ("requested", "declined"),
        ("recommended", "recommended"),
        ("recommended", "declined"),
        ("recommended", "appointed"),
    }


def test_money_sums_up():
    found = rules.sums_of([(8_000, 1_200, True), (8_000, 0, False), (0, 500, False)])
    assert (found.fee, found.travel, found.total, found.unpaid) == (16_000, 1_700, 17_700, 8_500)
