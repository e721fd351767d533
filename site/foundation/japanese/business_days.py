from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

_SATURDAY, _SUNDAY = 5, 6
_LONGEST_CLOSURE_DAYS = 366
# jpholiday works a day out anew each time, about half a millisecond: lists ask for the same days in each row.
_KEPT_DAYS = 4_096


@dataclass(frozen=True)
class YearlyClosure:
    """Days closed each year, both ends included, as (month, day); 12/29 to 1/3 crosses New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def includes(self, day: date) -> bool:
        """Return whether `day` lies in the closure of some year."""
        month_and_day = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= month_and_day <= self.last
        return month_and_day >= self.first or month_and_day <= self.last


@dataclass(frozen=True)
class Closures:
    """When an office is closed besides public holidays; weekdays count from Monday = 0."""

    weekdays: frozenset[int] = frozenset({_SATURDAY, _SUNDAY})
    yearly: tuple[YearlyClosure, ...] = ()
    dates: frozenset[date] = frozenset()

    def includes(self, day: date) -> bool:
        """Return whether the office is closed on `day` by its own rule."""
        return (
            day.weekday() in self.weekdays
            or day in self.dates
            or any(closure.includes(day) for closure in self.yearly)
        )


@lru_cache(maxsize=_KEPT_DAYS)
def holiday_name(day: date) -> str:
    """Return the name of the public holiday on `day`, substitute holidays included, or "".

    Source: 国民の祝日に関する法律, by `jpholiday`.
    """
    return jpholiday.is_holiday_name(day) or ""


def is_public_holiday(day: date) -> bool:
    """Return whether `day` is a public holiday or its substitute."""
    return holiday_name(day) != ""


def is_business_day(day: date, closures: Closures) -> bool:
    """Return whether the office works on `day`: no public holiday and none of its own closures."""
    return not closures.includes(day) and not is_public_holiday(day)


def next_business_day(day: date, closures: Closures) -> date:
    """Return the first business day after `day`. Raises ValueError when none comes within a year."""
    return _nearest_business_day(day, 1, closures)


def add_business_days(day: date, count: int, closures: Closures) -> date:
    """Return the business day that is `count` business days after `day`, or before it when negative.

    The day itself is not counted: 1 is the next business day. 0 gives `day`, or the next business day when
    that is closed. Raises ValueError when the office is closed for more than a year.
    """
    if count == 0 and not is_business_day(day, closures):
        return next_business_day(day, closures)
    for _ in range(abs(count)):
        day = _nearest_business_day(day, 1 if count > 0 else -1, closures)
    return day


def business_days_between(start: date, end: date, closures: Closures) -> int:
    """Return how many business days `add_business_days` has to go from `start` to come to `end`.

    So `start` is not counted and `end` is; the number is negative when `end` is earlier. It looks at each day
    between them: whoever shows days that people typed bounds them first.
    """
    step = 1 if start <= end else -1
    days = (start + timedelta(step * distance) for distance in range(1, abs((end - start).days) + 1))
    return step * sum(is_business_day(day, closures) for day in days)


def _nearest_business_day(day: date, step: int, closures: Closures) -> date:
    for distance in range(1, _LONGEST_CLOSURE_DAYS + 1):
        candidate = day + timedelta(step * distance)
        if is_business_day(candidate, closures):
            return candidate
    raise ValueError("1年以内に営業日がありません。休業日の設定を確かめてください。")
