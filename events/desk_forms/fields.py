"""Days, times and numbers as staff type them, in any width, in one box each."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from foundation.japanese.dates import parse_date, parse_time
from foundation.japanese.numbers import clean_digits
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField

_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})[月/.-]([0-9]{1,2})日?")
_PLAIN = {"autocomplete": "off"}
LONGEST_DAY, LONGEST_TIME = 30, 12
MOST = 5000
HALF_A_YEAR = 183
# Of days that anybody means; pages count years and months around them.
FIRST_YEAR, YEARS_AHEAD = 1900, 30


class DayField(CleanCharField):
    """A day as R8.12.11, 2026/12/11 or 令和8年12月11日; 12/11 alone is the next such day.

    The form says what day it is (`tell_today`), and whether a bare day is the next one, the last one, or
    whichever is nearer: people may have been applying for weeks when an event is written. Years that nobody
    means are refused: before 1900, or more than 30 years ahead.
    """

    widget = forms.TextInput(attrs=_PLAIN)

    def __init__(self, *, bare_day: Literal["next", "last", "nearest"] = "next", **options: Any) -> None:
        super().__init__(max_length=LONGEST_DAY, **options)
        self.bare_day = bare_day
        self.today: date | None = None

    def clean(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError with what to write instead."""
        text = super().clean(value)
        if not text:
            return None
        try:
            bare = _MONTH_AND_DAY.fullmatch("".join(half_width(text).split()))
            found = self._meant(int(bare[1]), int(bare[2])) if bare else parse_date(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None
        assert self.today is not None
        last_year = self.today.year + YEARS_AHEAD
        if not FIRST_YEAR <= found.year <= last_year:
            told = f"{FIRST_YEAR}年から{last_year}年までの日付を書いてください。"
            raise ValidationError(told, code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y/%-m/%-d}" if isinstance(value, date) else value

    def _meant(self, month: int, day: int) -> date:
        assert self.today is not None
        found = parse_date(f"{self.today.year}/{month}/{day}")
        away = (found - self.today).days
        is_past = away < 0 if self.bare_day == "next" else away < -HALF_A_YEAR
        is_future = away > 0 if self.bare_day == "last" else away > HALF_A_YEAR
        if self.bare_day != "last" and is_past:
            return parse_date(f"{found.year + 1}/{month}/{day}")
        if self.bare_day != "next" and is_future:
            return parse_date(f"{found.year - 1}/{month}/{day}")
        return found


class ClockField(CleanCharField):
    """A time of day as 13:30, 1330 or 午後1時30分."""

    widget = forms.TextInput(attrs=_PLAIN)

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TIME, **options)

    def clean(self, value: Any) -> time | None:
        """Return the time. Raises ValidationError with what to write instead."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_time(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%-H:%M}" if isinstance(value, time) else value


# 約30人, およそ30 and 30人くらい are how people count who are not there yet.
ROUNDLY = re.compile("^(約|およそ|だいたい)|(ほど|くらい|ぐらい|程度|前後)$")


class NumberField(forms.IntegerField):
    """A whole number in any width, also written as 20人, 約20名, 20席, 3回 or 3日."""

    widget = forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"})

    def __init__(self, *, least: int = 1, most: int = MOST, **options: Any) -> None:
        words = {
            "required": f"{options.get('label', '')}を書いてください。",
            "invalid": "数字で書いてください。",
            "min_value": f"{least}以上にしてください。",
            "max_value": f"{most}までにしてください。",
        }
        given = options.pop("error_messages", {})
        super().__init__(min_value=least, max_value=most, error_messages=words | given, **options)

    def to_python(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError when there is none."""
        if isinstance(value, str):
            value = ROUNDLY.sub("", clean_digits(value)).rstrip("人席名回日")
        return super().to_python(value)


class YenField(forms.IntegerField):
    """A sum in yen, in any width, also written as 8,000円."""

    widget = forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"})

    def __init__(self, *, most: int, **options: Any) -> None:
        words = {
            "required": "金額を書いてください。ないときは、0と書きます。",
            "invalid": "金額を、数字で書いてください。",
            "min_value": "0円以上にしてください。",
            "max_value": f"{most:,}円までにしてください。",
        }
        super().__init__(min_value=0, max_value=most, error_messages=words, **options)

    def to_python(self, value: Any) -> int | None:
        """Return the sum in yen. Raises ValidationError when there is none."""
        if isinstance(value, str):
            value = clean_digits(value).replace(",", "").rstrip("円")
        found: int | None = super().to_python(value)
        return found


def local_moment(day: date, clock: time) -> datetime:
    """Return the moment of a day and a time in Japan."""
    return timezone.make_aware(datetime.combine(day, clock))


def tell_today(form: forms.BaseForm, today: date) -> None:
    """Let the form's days without a year know from which day they count."""
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.today = today


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Set what a field of choices offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
