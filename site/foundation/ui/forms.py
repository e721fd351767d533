"""Form fields that take what people type, in any width, or say in plain words what to write instead."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from foundation.japanese.dates import (
    EARLIEST_DAY,
    ERAS,
    asks_for_our_time,
    is_of_our_time,
    parse_date,
    wareki_year,
)
from foundation.japanese.numbers import clean_digits, clean_phone, is_phone
from foundation.japanese.text import clean_line, clean_text, half_width, is_kana, to_katakana

POSTAL_CODE_DIGITS = 7


def say_required(field: forms.Field, given: dict[str, Any] | None) -> None:
    """Let the field say 「お名前を書いてください。」 unless the form has words of its own."""
    if "required" not in (given or {}):
        field.error_messages["required"] = (
            f"{field.label}を書いてください。" if field.label else "書いてください。"
        )


class CleanCharField(forms.CharField):
    """One line, stored as `clean_line` gives it. `max_length` counts characters after cleaning."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        say_required(self, options.get("error_messages"))
        too_long = f"{max_length}字までで書いてください。いまは%(show_value)s字です。"
        own_words = (
            MaxLengthValidator(max_length, too_long) if isinstance(each, MaxLengthValidator) else each
            for each in self.validators
        )
        self.validators = list(own_words)

    def to_python(self, value: Any) -> str:
        """Return the value as it is stored."""
        return self.cleaned(super().to_python(value) or "")

    def cleaned(self, value: str) -> str:
        return clean_line(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Browsers count half of 𠮷 and what cleaning takes away: the server alone counts.
        return {name: each for name, each in super().widget_attrs(widget).items() if name != "maxlength"}


class CleanTextField(CleanCharField):
    """Several lines, stored as `clean_text` gives them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def cleaned(self, value: str) -> str:
        return clean_text(value)


class KanaField(CleanCharField):
    """A reading, stored in katakana; hiragana is taken as well."""

    default_error_messages = {"kana": "カタカナか、ひらがなで書いてください。例：サクマ レイコ"}

    def cleaned(self, value: str) -> str:
        return to_katakana(clean_line(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_kana(value):
            raise ValidationError(self.error_messages["kana"], code="kana")


class PhoneField(CleanCharField):
    """A phone or FAX number with its groups as typed, and 内線 after it."""

    widget = forms.TelInput(attrs={"autocomplete": "tel"})
    default_error_messages = {
        "phone": "電話番号として読み取れません。市外局番から書いてください。例：099-000-4567"
    }

    def __init__(self, *, max_length: int = 30, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def cleaned(self, value: str) -> str:
        return clean_phone(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_phone(value):
            raise ValidationError(self.error_messages["phone"], code="phone")


class PostalCodeField(CleanCharField):
    """A postal code, stored as 990-0000."""

    widget = forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"})
    default_error_messages = {
        "postal_code": "郵便番号は7つの数字で書くか、空けておいてください。例：990-0000",
        "postal_code_required": "郵便番号は7つの数字で書いてください。例：990-0000",
    }

    def __init__(self, *, max_length: int = 20, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def cleaned(self, value: str) -> str:
        digits = clean_digits(value).removeprefix("〒")
        is_code = digits.isascii() and digits.isdecimal() and len(digits) == POSTAL_CODE_DIGITS
        return f"{digits[:3]}-{digits[3:]}" if is_code else digits

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and "-" not in value:
            code = "postal_code_required" if self.required else "postal_code"
            raise ValidationError(self.error_messages[code], code="postal_code")


class MailField(CleanCharField):
    """A mail address; the message says which part is missing."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_error_messages = {
        "no_at": "「@」が入っていません。例：minamo@example.jp",
        "no_host": "「@」のあとが書かれていません。例：minamo@example.jp",
        "mail": "メールアドレスとして読み取れません。「@」の前とあとを確かめてください。",
    }

    def __init__(self, *, max_length: int = 254, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def cleaned(self, value: str) -> str:
        return "".join(half_width(clean_line(value)).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if "@" not in value or value.endswith("@"):
            code = "no_host" if "@" in value else "no_at"
            raise ValidationError(self.error_messages[code], code=code)
        try:
            forms.EmailField().clean(value)
        except ValidationError:
            raise ValidationError(self.error_messages["mail"], code="mail") from None


def insist_on_our_time(day: dt.date) -> None:
    """Refuse a day that nobody means, as `parse_date` does. Raises ValidationError."""
    if not is_of_our_time(day.date() if isinstance(day, dt.datetime) else day):
        raise ValidationError(asks_for_our_time(), code="out_of_time")


class OurDateField(forms.DateField):
    """A day in one input, of our time."""

    default_validators = (insist_on_our_time,)


class OurDateTimeField(forms.DateTimeField):
    """A day and time in one input, of our time."""

    default_validators = (insist_on_our_time,)


class WarekiDateWidget(forms.MultiWidget):
    """Three inputs, year, month and day. A bare year such as 8 is counted in `era`, when there is one."""

    template_name = "ui/widgets/wareki-date.html"
    use_fieldset = True

    def __init__(self, *, era: str, attrs: dict[str, Any] | None = None) -> None:
        self.era = era
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        year = forms.TextInput(attrs=numeric if era else {"autocomplete": "off"})
        super().__init__([year, forms.TextInput(attrs=numeric), forms.TextInput(attrs=numeric)], attrs)

    def decompress(self, value: dt.date | None) -> list[str]:
        """Return the three texts for a stored date."""
        if value is None:
            return ["", "", ""]
        year = wareki_year(value).removesuffix("年").removeprefix(self.era)
        return [year, str(value.month), str(value.day)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (f"{self.era}（年）" if self.era else "年", "月", "日")
        context["widget"]["parts"] = list(zip(labels, context["widget"]["subwidgets"], strict=True))
        return context


class WarekiDateField(forms.Field):
    """A date in three parts. The year may be 8 (of `era`), 令和8, R8, 平成30 or 2026, in any width.

    Pass `era=""` where dates lie far apart, as birthdays do: a bare year is then refused instead of guessed.
    Pass `earliest` where nothing can have happened before; otherwise it takes days from Meiji on.
    """

    default_error_messages = {
        "incomplete": "年、月、日の三つとも書いてください。",
        "bare_year": "年は「令和8」「昭和30」か「2026」のように書いてください。",
    }

    def __init__(self, *, era: str = ERAS[0].name, earliest: dt.date = EARLIEST_DAY, **options: Any) -> None:
        self.era, self.earliest = era, earliest
        super().__init__(widget=WarekiDateWidget(era=era), **options)
        say_required(self, options.get("error_messages"))

    def to_python(self, value: Any) -> dt.date | None:
        """Return the date. Raises ValidationError with what to write instead."""
        if value is None or isinstance(value, dt.date):
            return value
        year, month, day = (
            clean_digits(part or "").removesuffix(unit) for part, unit in zip(value, "年月日", strict=True)
        )
        if not (year or month or day):
            return None
        if not (year and month and day):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if year == "元" or (year.isdecimal() and len(year) < len("2026")):
            if not self.era:
                raise ValidationError(self.error_messages["bare_year"], code="bare_year")
            year = f"{self.era}{year}"
        try:
            return parse_date(f"{year}年{month}月{day}日", earliest=self.earliest)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None
