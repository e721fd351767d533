"""What the rules say at the edges, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from outreach.role_sheets.additions.enums import Release, Route, Service, State, Verdict
from outreach.role_sheets.additions.models import Addition
from outreach.role_sheets.additions.rules import (
    HOME_FIRST,
    NO_ROW,
    RELEASE_IS_SILENT,
    ROUTE_IS_NEEDED,
    Case,
    check,
    dates_fit,
    last_day,
    may_be_followed,
    state,
    yen,
)
from tests.factories.additions import added_values, addition_values

RELEASED = date(2024, 5, 10)


def case(**fields):
    values = {
        "service": Service.GROUP_HOME,
        "release": Release.CORRECTIONAL,
        "released_on": RELEASED,
        "route": Route.CENTRE,
        "starts_on": RELEASED,
    }
    return Case(**values | fields)


def found(*rows, **fields):
    return check([Addition(**each) for each in rows], case(**fields))


def days(finding):
    return [(span.first, span.last, span.is_sure) for span in finding.spans]


@pytest.mark.parametrize(
    ("begins", "last"),
    [
        (date(2024, 5, 10), date(2027, 5, 10)),
        (date(2024, 12, 31), date(2027, 12, 31)),
        # The first day is 29 February, which the third year after lacks: the period ends with that month.
        (date(2024, 2, 28), date(2027, 2, 28)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        # The first day is 1 March: the day before it in 2028 is the 29th.
        (date(2025, 2, 28), date(2028, 2, 29)),
        (date(2023, 2, 28), date(2026, 2, 28)),
    ],
)
def test_three_years_are_counted_from_the_day_after_the_release(begins, last):
    assert last_day(begins, 3) == last


def test_the_day_three_years_later_is_the_last_one_on_which_use_may_begin():
    [last] = found(addition_values(), starts_on=date(2027, 5, 10))
    [late] = found(addition_values(), starts_on=date(2027, 5, 11))
    assert (last.verdict, days(last)) == (Verdict.MET, [(date(2027, 5, 10), date(2027, 5, 10), True)])
    assert (late.verdict, late.spans) == (Verdict.NOT, ())
    assert late.reasons == ("退所から3年（2027年5月10日まで）のうちに、使い始めていません。",)


def test_what_follows_for_somebody_who_lived_at_home_first_has_to_be_asked():
    [one] = found(addition_values(home_years=3), starts_on=date(2025, 5, 10))
    assert days(one) == [
        (date(2025, 5, 10), date(2027, 5, 10), True),
        (date(2027, 5, 11), date(2028, 5, 10), False),
    ]
    assert (one.verdict, one.reasons) == (Verdict.MET, (HOME_FIRST,))
    [at_once] = found(addition_values(home_years=3))
    assert (days(at_once), at_once.reasons) == ([(RELEASED, date(2027, 5, 10), True)], ())


@pytest.mark.parametrize("route", [Route.CENTRE, Route.PROBATION, Route.MUNICIPALITY])
def test_a_municipality_that_arranged_it_with_the_centre_counts_as_the_centre(route):
    [one] = found(addition_values(), route=route)
    assert one.verdict == Verdict.MET


def test_without_an_arrangement_of_those_bodies_there_is_no_addition():
    [one] = found(addition_values(), route=Route.OTHERS)
    assert (one.verdict, one.reasons) == (Verdict.NOT, (ROUTE_IS_NEEDED,))


def test_of_somebody_whom_the_source_does_not_name_it_says_to_ask():
    [one] = found(addition_values(), release=Release.SUSPENDED)
    assert (one.verdict, one.reasons) == (Verdict.ASK, (RELEASE_IS_SILENT,))
    assert days(one) == [(RELEASED, date(2027, 5, 10), False)]


def test_a_change_of_value_gives_two_spans_that_meet():
    first = addition_values(valid_until=date(2024, 5, 31))
    second = addition_values(valid_from=date(2024, 6, 1), units=700)
    [one] = found(second, first)
    assert [(span.row.units, span.first, span.last) for span in one.spans] == [
        (670, RELEASED, date(2024, 5, 31)),
        (700, date(2024, 6, 1), date(2027, 5, 10)),
    ]


def test_before_the_first_value_nothing_is_said():
    [one] = found(addition_values(valid_until=date(2024, 5, 9)))
    assert (one.verdict, one.reasons) == (Verdict.NOT, (NO_ROW,))


def test_what_is_added_to_another_addition_counts_on_its_days():
    base, on_top = found(addition_values(), added_values(valid_from=date(2025, 1, 1)))
    assert days(base) == [(RELEASED, date(2027, 5, 10), True)]
    assert days(on_top) == [(date(2025, 1, 1), date(2027, 5, 10), True)]
    assert on_top.reasons == ("「見本加算」を算定できるときに、足します。",)
    _, without = found(addition_values(), added_values(), route=Route.OTHERS)
    assert without.verdict == Verdict.NOT


def test_a_plan_may_be_made_before_somebody_comes_out_and_a_home_is_used_after():
    early = {"starts_on": date(2024, 5, 9)}
    assert dates_fit(case(**early, service=Service.PLAN)).allowed
    assert dates_fit(case()).allowed
    assert dates_fit(case(**early)).reason.startswith("使い始める日が、退所した日より前")
    [plan] = found(addition_values(limit_years=None, routes=[]), **early)
    assert days(plan) == [(date(2024, 5, 9), None, True)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 3, 31), State.FUTURE),
        (date(2022, 4, 1), State.NOW),
        (date(2024, 3, 31), State.NOW),
        (date(2024, 4, 1), State.PAST),
    ],
)
def test_a_value_counts_on_its_first_and_its_last_day(day, expected):
    assert state(Addition(**addition_values(valid_until=date(2024, 3, 31))), day) == expected


@pytest.mark.parametrize(
    ("units", "times", "price", "sum_of_yen"),
    [
        (670, 1, "11.60", 7_772),
        (670, 30, "11.60", 233_160),
        (306, 1, "10.48", 3_206),  # 3,206.88
        (306, 31, "10.48", 99_413),  # 99,413.28; rounded each day it would be 99,386
        (480, 1, "10.00", 4_800),
    ],
)
def test_what_is_below_one_yen_falls_away_once(units, times, price, sum_of_yen):
    assert yen(units, times, Decimal(price)) == sum_of_yen


def test_a_new_value_follows_the_last_one_and_leaves_no_overlap():
    old = Addition(**addition_values())
    assert may_be_followed(old, date(2026, 4, 1), others=[]).allowed
    assert "あとにして" in may_be_followed(old, date(2022, 4, 1), others=[]).reason
    later = Addition(**addition_values(valid_from=date(2027, 4, 1)))
    assert "もうあります" in may_be_followed(old, date(2026, 4, 1), others=[later]).reason
