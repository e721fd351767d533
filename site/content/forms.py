from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from foundation.centre.models import CentreProfile
from foundation.japanese.dates import clock_time, long_date, parse_date, parse_time
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField, KanaField, MailField, PhoneField, PostalCodeField

from .desk_forms import KnowsItsWords

WEEKDAYS = tuple(enumerate(f"{day}曜日" for day in "月火水木金土日"))
# 29 February may be a day of the year, too.
LEAP_YEAR = 2000


class WrittenField(forms.CharField):
    """A value that staff write as they would on paper: `read` takes any usual form, `show` writes it back."""

    def __init__(self, *, read: Callable[[str], Any], show: Callable[[Any], str], **options: Any) -> None:
        super().__init__(**options)
        self.read, self.show = read, show

    def to_python(self, value: Any) -> Any:
        """Return what was meant, None for nothing. Raises ValidationError with what to write instead."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """Return the text for a stored value; what was typed stays as it was typed."""
        return value if value is None or isinstance(value, str) else self.show(value)


class MonthDayField(CleanCharField):
    """A day of every year, written 12月29日, 12/29 or 12-29 and stored as 12-29."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, **options)

    def cleaned(self, value: str) -> str:
        if not value:
            return value
        numbers = half_width(value).replace("月", "-").replace("/", "-").removesuffix("日").split("-")
        try:
            month, number = map(int, numbers)
            day = date(LEAP_YEAR, month, number)
        except ValueError:
            raise ValidationError("「12月29日」のように、月と日で書いてください。") from None
        return f"{day:%m-%d}"

    def prepare_value(self, value: Any) -> Any:
        """Return 12月29日 for 12-29."""
        month, _, day = str(value or "").partition("-")
        return f"{int(month)}月{int(day)}日" if month.isdecimal() and day.isdecimal() else value


def read_days(text: str) -> list[date]:
    """Return the days of a text with one day a line, in order. Raises ValueError naming the line."""
    days = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            days.add(parse_date(line))
        except ValueError as error:
            raise ValueError(f"「{line}」：{error}") from None
    return sorted(days)


class DaysField(WrittenField):
    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **options: Any) -> None:
        super().__init__(read=read_days, show=lambda days: "\n".join(map(long_date, days)), **options)

    def to_python(self, value: Any) -> Any:
        """Return the days, none for an empty text."""
        return super().to_python(value) or []


class CentreProfileForm(KnowsItsWords, forms.ModelForm):
    """Everything the portal says of its centre, on one screen."""

    name = CleanCharField(label="名称", max_length=100)
    name_kana = KanaField(label="名称のフリガナ", max_length=200, required=False)
    operator = CleanCharField(label="運営する法人", max_length=100, required=False)
    director = CleanCharField(
        label="センター長の氏名",
        max_length=60,
        required=False,
        help_text="講師派遣などの手紙と、これから出す修了証に、差出人として出ます。例：見本 太郎",
    )
    prefecture = CleanCharField(label="委託した都道府県", max_length=10, required=False)
    opened_on = WrittenField(
        label="開設した日", required=False, read=parse_date, show=long_date, help_text="例：平成30年4月1日"
    )
    postal_code = PostalCodeField(label="郵便番号", required=False)
    address = CleanCharField(label="住所", max_length=200, required=False)
    route = CleanCharField(
        label="行き方", max_length=200, required=False, help_text="例：青波駅から歩いて12分"
    )
    phone = PhoneField(label="電話番号", help_text="どのページにも出ます。")
    fax = PhoneField(label="FAX番号", required=False)
    email = MailField(label="メールアドレス", required=False)
    opens_at = WrittenField(label="開く時刻", read=parse_time, show=clock_time, help_text="例：午前8時30分")
    closes_at = WrittenField(label="閉じる時刻", read=parse_time, show=clock_time, help_text="例：午後5時")
    closed_weekdays = forms.TypedMultipleChoiceField(
        label="休む曜日", choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    year_end_from = MonthDayField(label="年末年始の休み（初日）")
    year_end_until = MonthDayField(label="年末年始の休み（最終日）")
    closed_dates = DaysField(
        label="そのほかの休み",
        required=False,
        help_text="1行に1日ずつ書いてください。祝日は書かなくても休みになります。",
    )

    class Meta:
        model = CentreProfile
        fields: ClassVar = [
            *("name", "name_kana", "operator", "director", "prefecture", "opened_on"),
            *("postal_code", "address", "route"),
            *("phone", "fax", "email", "opens_at", "closes_at", "closed_weekdays"),
            *("year_end_from", "year_end_until", "closed_dates"),
        ]

    def clean_closed_weekdays(self) -> list[int]:
        """Return the closed weekdays. Raises ValidationError when none is left to open on."""
        closed: list[int] = self.cleaned_data["closed_weekdays"]
        if len(closed) == len(WEEKDAYS):
            raise ValidationError("開く曜日を、一つは残してください。")
        return closed
