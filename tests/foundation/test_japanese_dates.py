from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.japanese.dates import (
    EARLIEST_DAY,
    LATEST_DAY,
    clock_time,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_short,
    long_date,
    parse_date,
    parse_time,
    short_date,
    time_range,
    wareki,
    wareki_year,
    weekday,
)

days = st.dates(EARLIEST_DAY, LATEST_DAY)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1868, 1, 25), "明治元年1月25日"),
    ],
)
def test_a_date_is_written_by_its_era(day, written):
    assert wareki(day) == written


def test_a_date_before_meiji_is_written_by_its_western_year():
    day = date(1868, 1, 24)
    assert (wareki(day), long_date(day)) == ("1868年1月24日", "1868年1月24日（金）")
    assert wareki(date.min) == "1年1月1日"
    assert (fiscal_year_label(1500), fiscal_year_short(1500)) == ("1500年度", "1500")


def test_the_year_alone_and_the_day_of_the_week():
    assert (wareki_year(date(2026, 11, 24)), weekday(date(2026, 11, 24))) == ("令和8年", "火")


def test_a_date_is_written_long_and_short():
    day = date(2026, 12, 11)
    assert (long_date(day), short_date(day)) == ("令和8年12月11日（金）", "12月11日（金）")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(13, 30), "午後1時30分"),
        (time(9), "午前9時"),
        (time(12), "正午"),
        (time(12, 0, 30), "正午"),
        (time(12, 30), "午後0時30分"),
        (time(0), "午前0時"),
        (time(9, 5), "午前9時5分"),
    ],
)
def test_a_time_is_said_by_the_half_of_the_day(moment, said):
    assert clock_time(moment) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (time(13, 30), time(16, 30), "午後1時30分〜4時30分"),
        (time(9), time(11, 30), "午前9時〜11時30分"),
        (time(10), time(15), "午前10時〜午後3時"),
        (time(10), time(12), "午前10時〜正午"),
        (time(12), time(15), "正午〜午後3時"),
        (time(12, 30), time(13), "午後0時30分〜1時"),
        (time(22), time(1), "午後10時〜午前1時"),
        (time(22), time(21), "午後10時〜午後9時"),
    ],
)
def test_a_range_says_the_half_of_the_day_once(start, end, said):
    assert time_range(start, end) == said


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_fiscal_year_begins_in_april(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("year", "label", "short"),
    [
        (2026, "令和8年度（2026年度）", "R8"),
        (2019, "令和元年度（2019年度）", "R1"),
        (2018, "平成30年度（2018年度）", "H30"),
        (1988, "昭和63年度（1988年度）", "S63"),
    ],
)
def test_a_fiscal_year_is_named_by_era(year, label, short):
    assert (fiscal_year_label(year), fiscal_year_short(year)) == (label, short)


@pytest.mark.parametrize(
    "typed",
    [
        "R8.11.14",
        "r8/11/14",
        "Ｒ８．１１．１４",
        "令和8年11月14日",
        "令和８年 １１月１４日（土）",
        "令和8年11月14日(土曜日)",
        "2026/11/14",
        "2026-11-14",
        "2026ー11ー14",
        "2026年11月14日",
        "20261114",
        " ２０２６１１１４ ",
        "H38.11.14",
    ],
)
def test_a_date_is_read_in_any_spelling(typed):
    assert parse_date(typed) == date(2026, 11, 14)


def test_older_eras_and_first_years_are_read():
    assert [parse_date(text) for text in ("H28/4/1", "令和元年5月1日", "S64.1.7", "㍻31年4月30日")] == [
        date(2016, 4, 1),
        date(2019, 5, 1),
        date(1989, 1, 7),
        date(2019, 4, 30),
    ]


@pytest.mark.parametrize(
    "typed", ["", "あした", "8.11.14", "26/11/14", "2026/11", "202611", "2026/11/14/1", "X8.1.1"]
)
def test_what_is_no_date_is_refused_with_examples(typed):
    with pytest.raises(ValueError, match="令和8年11月14日"):
        parse_date(typed)


@pytest.mark.parametrize("typed", ["2026/2/29", "R8.13.1", "20261131", "R8.4.0"])
def test_a_day_that_does_not_exist_is_refused(typed):
    with pytest.raises(ValueError, match="その年にありません"):
        parse_date(typed)


def test_a_year_zero_is_refused():
    with pytest.raises(ValueError, match="令和0年"):
        parse_date("R0.4.1")


def test_a_wrong_day_of_the_week_is_refused_and_named():
    with pytest.raises(ValueError, match="令和8年11月14日は土曜日"):
        parse_date("令和8年11月14日（金）")


@given(days)
def test_each_spelling_that_is_shown_can_be_typed_back(day):
    assert [parse_date(text) for text in (wareki(day), long_date(day), day.isoformat(), f"{day:%Y%m%d}")] == [
        day
    ] * 4


@pytest.mark.parametrize(
    "typed",
    ["13:30", "１３：３０", "1330", "13時30分", "午後1時30分", "午後１時半", "13時半", "PM1:30", "午後13:30"],
)
def test_a_time_is_read_in_any_spelling(typed):
    assert parse_time(typed) == time(13, 30)


def test_whole_hours_and_noon_are_read():
    assert [
        parse_time(text) for text in ("9時", "午前9:00", "正午", "午後12時30分", "午前0時", "9時5分")
    ] == [
        time(9),
        time(9),
        time(12),
        time(12, 30),
        time(0),
        time(9, 5),
    ]


@pytest.mark.parametrize("typed", ["", "9", "930", "9:5", "夕方", "13:30:00"])
def test_what_is_no_time_is_refused_with_examples(typed):
    with pytest.raises(ValueError, match="時刻として読み取れません"):
        parse_time(typed)


@pytest.mark.parametrize("typed", ["24:00", "13:60", "午後25時"])
def test_a_time_outside_the_day_is_refused(typed):
    with pytest.raises(ValueError, match="午後11時59分まで"):
        parse_time(typed)


@pytest.mark.parametrize("typed", ["午前12時", "AM12:30", "午前13時"])
def test_a_morning_that_reaches_noon_is_refused(typed):
    with pytest.raises(ValueError, match="正午"):
        parse_time(typed)


@given(minutes)
def test_a_time_that_is_shown_can_be_typed_back(moment):
    assert [parse_time(text) for text in (clock_time(moment), f"{moment:%H:%M}", f"{moment:%H%M}")] == [
        moment
    ] * 3


@pytest.mark.parametrize("text", ["1500/1/1", "9999-12-31", "2100-01-01", "18680124"])
def test_a_year_that_nobody_means_is_no_date(text):
    with pytest.raises(ValueError, match="1868年から2099年までの日"):
        parse_date(text)


def test_a_reader_may_say_since_when_days_are_meant():
    assert parse_date("2009/1/1", earliest=date(2009, 1, 1)) == date(2009, 1, 1)
    with pytest.raises(ValueError, match="2009年から2099年までの日"):
        parse_date("2008/12/31", earliest=date(2009, 1, 1))
