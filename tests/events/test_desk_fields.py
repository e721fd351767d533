"""Days, times and numbers as staff type them, and the deadline that nobody has to type."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from events.date_rules import usual_deadline
from events.desk_forms.fields import ClockField, DayField, NumberField
from tests.factories.events import NOW


@pytest.mark.parametrize(
    ("typed", "bare_day", "day"),
    [
        ("12/11", "next", "2026-12-11"),
        ("11/23", "next", "2027-11-23"),
        ("１１月２４日", "next", "2026-11-24"),
        ("12/11", "last", "2025-12-11"),
        ("11.20", "last", "2026-11-20"),
        ("11/1", "nearest", "2026-11-01"),
        ("1/10", "nearest", "2027-01-10"),
        ("R8.12.11", "next", "2026-12-11"),
        ("令和8年12月11日（金）", "next", "2026-12-11"),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, bare_day, day):
    field = DayField(bare_day=bare_day)
    field.today = NOW.date()
    assert field.clean(typed).isoformat() == day


def test_the_29th_of_february_of_a_year_without_one_is_said_in_japanese(expect_words):
    field = DayField()
    field.today = NOW.date()
    expect_words(field, "2/29", "2月29日という日付はその年にありません。")


@pytest.mark.parametrize("typed", ["1/1/1", "0001/1/1", "1899/12/31", "2057/1/1", "9999/12/31"])
def test_a_year_that_nobody_means_is_asked_for_again(typed, expect_words):
    field = DayField()
    field.today = NOW.date()
    nobodys = {"1/1/1": "日付", "0001/1/1": "1868年から", "9999/12/31": "1868年から"}
    told = nobodys.get(typed, "1900年から2056年までの日付を書いてください。")
    with pytest.raises(ValidationError, match=told):
        field.clean(typed)


@pytest.mark.parametrize("typed", ["1900/1/1", "2056/12/31"])
def test_the_first_and_the_last_year_that_is_meant_are_taken(typed):
    field = DayField()
    field.today = NOW.date()
    assert f"{field.clean(typed):%Y/%-m/%-d}" == typed


@pytest.fixture
def expect_words():
    def check(field, typed, words):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert refused.value.messages == [words]

    return check


@pytest.mark.parametrize(("typed", "clock"), [("１３：３０", "13:30"), ("午後1時半", "13:30"), ("930", None)])
def test_a_time_is_read_as_people_write_it(typed, clock, expect_words):
    if clock is None:
        expect_words(
            ClockField(),
            typed,
            "時刻として読み取れません。「13:30」「午後1時30分」のように入力してください。",
        )
    else:
        assert f"{ClockField().clean(typed):%H:%M}" == clock


@pytest.mark.parametrize(
    ("typed", "number"), [("２０人", 20), ("3回", 3), (" 5 ", 5), ("約３０", 30), ("30人くらい", 30)]
)
def test_a_number_is_read_with_its_unit(typed, number):
    assert NumberField(label="席").clean(typed) == number


@pytest.mark.parametrize(
    ("days", "deadline"),
    [(17, "2026-12-04 17:00"), (8, "2026-11-25 17:00"), (7, "2026-11-24 17:00"), (3, "2026-11-26 17:00")],
)
def test_the_usual_deadline_is_a_week_before_or_the_eve(days, deadline):
    starts = NOW.replace(hour=13, minute=30) + timedelta(days=days)
    assert f"{usual_deadline(starts, NOW, days_before=7):%Y-%m-%d %H:%M}" == deadline


def test_in_a_hurry_applications_are_taken_until_the_beginning():
    starts = NOW + timedelta(hours=3)
    assert usual_deadline(starts, NOW, days_before=7) == starts
