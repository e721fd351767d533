"""Dates, times and numbers in templates as Japanese offices write them. No value gives no words."""

import datetime as dt
from collections.abc import Callable

from django import template
from django.utils import timezone
from django.utils.html import format_html_join, mark_safe
from django.utils.safestring import SafeString

from foundation.japanese import dates, numbers, text

register = template.Library()


def local_day(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value


def local_time(value: dt.datetime | dt.time) -> dt.time:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
    return value


def of_day(name: str, words: Callable[[dt.date], str]) -> None:
    """Register a filter that takes a date, or a datetime as its day in Japan."""
    register.filter(name, lambda value: words(local_day(value)) if value else "")


of_day("wareki", dates.wareki)
of_day("wareki_year", dates.wareki_year)
of_day("long_date", dates.long_date)
of_day("short_date", dates.short_date)


@register.filter
def clock_time(value: dt.datetime | dt.time | None) -> str:
    """Give 午後1時30分."""
    return "" if value is None or value == "" else dates.clock_time(local_time(value))


@register.filter
def time_range(start: dt.datetime | dt.time | None, end: dt.datetime | dt.time | None) -> str:
    """Give 午後1時30分〜4時30分: `{{ start|time_range:end }}`; without an end, the beginning alone."""
    if not start or not end:
        return clock_time(start)
    return dates.time_range(local_time(start), local_time(end))


@register.filter
def fiscal_year_label(value: dt.date | int) -> str:
    """Give 令和8年度（2026年度） for a fiscal year or for a day in it."""
    return dates.fiscal_year_label(value if isinstance(value, int) else dates.fiscal_year(local_day(value)))


@register.filter
def dialable(value: str) -> str:
    """Give the digits for a `tel:` link, or nothing when it is no phone number."""
    return numbers.dialable(value)


@register.filter
def breakable(value: str) -> SafeString:
    """Let a long name break between its words: 地域生活定着支援｜センター｜協議会, name｜@example.jp."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in text.words_of_name(value)))
