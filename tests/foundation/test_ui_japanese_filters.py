import datetime as dt

import pytest
from django.template import engines

# Half past midnight in Japan, the day before in UTC.
LATE = dt.datetime(2026, 12, 10, 15, 30, tzinfo=dt.UTC)


def show(source, **context):
    return engines["django"].from_string(f"{{% load japanese %}}{source}").render(context)


@pytest.mark.parametrize(
    ("filtered", "words"),
    [
        ("wareki", "令和8年12月11日"),
        ("wareki_year", "令和8年"),
        ("long_date", "令和8年12月11日（金）"),
        ("short_date", "12月11日（金）"),
        ("fiscal_year_label", "令和8年度（2026年度）"),
    ],
)
def test_a_day_is_written_as_offices_write_it_and_a_moment_as_its_day_in_japan(filtered, words):
    assert show(f"{{{{ day|{filtered} }}}}", day=dt.date(2026, 12, 11)) == words
    assert show(f"{{{{ day|{filtered} }}}}", day=LATE) == words


def test_a_fiscal_year_may_be_given_as_a_number():
    assert show("{{ year|fiscal_year_label }}", year=2019) == "令和元年度（2019年度）"


def test_a_time_is_written_in_two_halves_of_the_day():
    assert show("{{ time|clock_time }}", time=dt.time(13, 30)) == "午後1時30分"
    assert show("{{ time|clock_time }}", time=LATE) == "午前0時30分"
    assert show("{{ time|clock_time }}", time=dt.time(0, 0)) == "午前0時"


def test_a_range_says_the_half_of_the_day_once():
    assert (
        show("{{ start|time_range:end }}", start=dt.time(13, 30), end=dt.time(16, 30))
        == "午後1時30分〜4時30分"
    )
    assert show("{{ start|time_range:end }}", start=dt.time(13, 30), end=None) == "午後1時30分"


def test_no_value_gives_no_words():
    assert show("{{ day|long_date }}{{ day|clock_time }}{{ day|time_range:day }}", day=None) == ""


def test_a_phone_number_becomes_a_link():
    assert show("{{ number|dialable }}", number="099-000-1234") == "0990001234"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("青波県地域生活定着支援センター", "青波県地域生活定着支援<wbr>センター"),
        ("支援センター協議会（全定協）", "支援<wbr>センター<wbr>協議会（全定協）"),
        ("komatsu-section@agency.example.jp", "komatsu-section<wbr>@agency<wbr>.example<wbr>.jp"),
        ("借金と後見の困りごと", "借金と後見の困りごと"),
        ("<b>支援センター", "&lt;b&gt;支援<wbr>センター"),
    ],
)
def test_a_long_name_may_break_between_its_words_alone(name, shown):
    assert show("{{ name|breakable }}", name=name) == shown
