from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.japanese.business_days import (
    Closures,
    YearlyClosure,
    add_business_days,
    business_days_between,
    holiday_name,
    is_business_day,
    is_public_holiday,
    next_business_day,
)

CENTRE = Closures(
    yearly=(YearlyClosure((12, 29), (1, 3)), YearlyClosure((8, 13), (8, 15))),
    dates=frozenset({date(2026, 11, 25)}),
)
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))
business_days = days.filter(lambda day: is_business_day(day, CENTRE))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 5, 6), "憲法記念日 振替休日"),
        (date(2026, 11, 24), ""),
    ],
)
def test_public_holidays_have_names(day, name):
    assert (holiday_name(day), is_public_holiday(day)) == (name, name != "")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 25), False),  # a single closed day
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # holiday
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2026, 12, 31), False),
        (date(2025, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2026, 8, 12), True),
        (date(2026, 8, 13), False),
        (date(2025, 8, 15), False),
    ],
)
def test_the_centre_works_unless_something_closes_it(day, works):
    assert is_business_day(day, CENTRE) is works


def test_an_office_may_work_on_saturdays():
    assert is_business_day(date(2026, 11, 21), Closures(weekdays=frozenset({6}))) is True


def test_the_next_business_day_jumps_over_new_year():
    assert next_business_day(date(2026, 12, 28), CENTRE) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("start", "count", "result"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 24)),
        (date(2026, 11, 20), 2, date(2026, 11, 26)),
        (date(2026, 11, 26), -2, date(2026, 11, 20)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 22), 0, date(2026, 11, 24)),
        (date(2026, 11, 22), 1, date(2026, 11, 24)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
    ],
)
def test_business_days_are_counted_from_the_day_after(start, count, result):
    assert add_business_days(start, count, CENTRE) == result


@given(business_days, st.integers(-60, 60))
def test_as_many_business_days_back_lead_to_the_same_day(day, count):
    assert add_business_days(add_business_days(day, count, CENTRE), -count, CENTRE) == day


@given(business_days, st.integers(-60, 60))
def test_adding_business_days_and_counting_them_agree(day, count):
    assert business_days_between(day, add_business_days(day, count, CENTRE), CENTRE) == count


@given(days, st.integers(-60, 60))
def test_the_result_is_always_a_business_day(day, count):
    assert is_business_day(add_business_days(day, count, CENTRE), CENTRE) is True


def test_an_office_that_never_opens_is_refused_instead_of_searched_for_ever():
    with pytest.raises(ValueError, match="1年以内に営業日がありません"):
        next_business_day(date(2026, 11, 24), Closures(weekdays=frozenset(range(7))))


def test_the_holidays_of_a_list_are_worked_out_once():
    holiday_name.cache_clear()
    for _ in range(3):
        assert business_days_between(date(2026, 11, 20), date(2026, 11, 27), CENTRE) == 3
    assert holiday_name.cache_info().misses == 4  # the four days that the centre's own rule leaves open
