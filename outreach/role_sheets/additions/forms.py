"""What people type: dates for the checker, values of additions and prices at the desk."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from content.desk_forms import KnowsItsWords
from content.forms import WrittenField
from foundation.japanese.dates import long_date, parse_date
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField

from .enums import AreaClass, Release, Route, Service
from .models import ENDS_TOO_EARLY, PLACE, Addition, UnitPrice
from .rules import Case, dates_fit

# Of days that anybody means; the rules count years from them.
FIRST_YEAR, YEARS_AHEAD = 1990, 10
MOST_TIMES = 31
PRICE = re.compile(r"[0-9]{1,3}(?:[.][0-9]{1,2})?")


class PriceLines(WrittenField):
    """The price of a unit in each class of area, a line for each: 1級地 11.60."""

    widget = forms.Textarea(attrs={"rows": len(AreaClass)})

    def __init__(self, **options: Any) -> None:
        super().__init__(read=read_prices, show=show_prices, **options)


def read_prices(text: str) -> list[Decimal]:
    """Return the prices in the order of the classes. Raises ValueError naming what is missing."""
    prices: list[Decimal] = []
    lines = [half_width(line).split() for line in text.splitlines() if line.strip()]
    found = {line[0]: line[-1].removesuffix("円") for line in lines if len(line) > 1}
    for area in AreaClass:
        written = found.get(str(area.label), "")
        if not PRICE.fullmatch(written) or not Decimal(written):
            raise ValueError(f"「{area.label} 10.00」のように、{area.label}の単価を書いてください。")
        prices.append(Decimal(written))
    if len(lines) > len(AreaClass):
        raise ValueError("地域の区分ごとに、1行ずつ書いてください。")
    return prices


def show_prices(prices: list[Decimal]) -> str:
    """Return the prices as they are typed."""
    return "\n".join(f"{area.label} {price}" for area, price in zip(AreaClass, prices, strict=False))


def day_field(label: str, **options: Any) -> WrittenField:
    """Return a field for a day written as on paper."""
    words = {"required": f"{label}を書いてください。"}
    return WrittenField(label=label, read=parse_date, show=long_date, error_messages=words, **options)


class SourcedForm(KnowsItsWords, forms.ModelForm):
    """The days of a value, its source, and who answers for it."""

    valid_from = day_field("使い始める日", help_text="例：令和9年4月1日")
    valid_until = day_field("使い終わる日", required=False, help_text="決まっていなければ、空けておきます。")
    source_title = CleanCharField(label="出典", max_length=200, help_text="資料の名前です。")
    source_year = CleanCharField(
        label="いつの資料か", max_length=40, help_text="例：令和4年度当初、令和6年4月1日"
    )
    source_url = CleanCharField(
        label="出典のある場所",
        max_length=500,
        required=False,
        validators=[PLACE],
        help_text="ウェブのアドレスか、このサイトのファイルのアドレスです。",
    )
    note = CleanTextField(
        label="気をつけること・あとの変化",
        max_length=300,
        required=False,
        help_text="値のそばに出ます。あとで変わったことがわかっていれば、書きます。",
    )
    responsible = CleanCharField(label="担当", max_length=60, help_text="係や役職です。例：連携担当")

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when the days are in the wrong order: no database compares such."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", ENDS_TOO_EARLY)
        return cleaned


SOURCE_FIELDS = (
    "valid_from",
    "valid_until",
    "source_title",
    "source_year",
    "source_url",
    "note",
    "responsible",
)


class AdditionForm(SourcedForm):
    """A value of an addition."""

    name = CleanCharField(label="加算の名前", max_length=60, help_text="例：社会生活支援特別加算")
    units = forms.IntegerField(
        label="単位数",
        min_value=1,
        max_value=100_000,
        help_text="例：670",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "単位数を、1以上の数字で書いてください。"
        ),
    )
    limit_words = CleanCharField(
        label="算定できる期間・回数",
        max_length=60,
        required=False,
        help_text="資料のことばで書きます。例：3年以内、3回を限度",
    )
    limit_years = forms.IntegerField(
        label="退所から何年まで",
        min_value=1,
        max_value=20,
        required=False,
        help_text="「確かめる」画面が、この年数で数えます。期間がなければ、空けておきます。",
    )
    home_years = forms.IntegerField(
        label="家で暮らしてから使うとき、使い始めから何年まで",
        min_value=1,
        max_value=20,
        required=False,
        help_text="そのような決まりがあるときだけ書きます。",
    )
    limit_times = forms.IntegerField(label="何回まで", min_value=1, max_value=100, required=False)
    conditions = CleanTextField(label="要件", max_length=500)
    releases = forms.MultipleChoiceField(
        label="対象になる方",
        choices=Release,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "対象になる方を、一つは選んでください。"},
        help_text="資料が名前をあげている方だけを選びます。",
    )
    routes = forms.MultipleChoiceField(
        label="調整した機関",
        choices=Route,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="調整が要件でなければ、どれも選びません。",
    )
    added_to = CleanCharField(
        label="どの加算に足すか",
        max_length=60,
        required=False,
        help_text="ほかの加算に足す加算（体制加算など）だけ、その加算の名前を書きます。",
    )
    papers = CleanTextField(
        label="要る書類", max_length=300, required=False, help_text="1行に一つずつ書きます。"
    )
    needs_letter = forms.BooleanField(label="定着支援センターの意見書が要る", required=False)

    class Meta:
        model = Addition
        fields: ClassVar = [
            *("service", "name", "units", "per", "limit_words", "limit_years", "home_years"),
            *("limit_times", "conditions", "releases", "routes", "added_to", "papers", "needs_letter"),
            *SOURCE_FIELDS,
        ]

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when what this is added to is not there."""
        cleaned = super().clean()
        base, service = cleaned.get("added_to"), cleaned.get("service", self.instance.service)
        if base and not Addition.objects.filter(service=service, name=base, added_to="").exists():
            self.add_error("added_to", "その名前の加算が、このサービスにありません。先に書いてください。")
        return cleaned


class ChangeAdditionForm(AdditionForm):
    """The same for a value that is there: its service stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].disabled = True
        self.fields["name"].help_text = "名前を変えると、同じ加算のほかの時期の値も変わります。"


class NextAdditionForm(AdditionForm):
    """The value that follows another; the source has to be named anew."""

    class Meta(AdditionForm.Meta):
        fields: ClassVar = [
            each for each in AdditionForm.Meta.fields if each not in ("service", "name", "valid_until")
        ]

    name = None
    valid_until = None


class PriceForm(SourcedForm):
    """Prices of a unit of one service."""

    prices = PriceLines(
        label="1単位の単価（円）",
        help_text="地域の区分ごとに、1行ずつ書きます。例：1級地 11.60",
        error_messages={"required": "1単位の単価を書いてください。"},
    )

    class Meta:
        model = UnitPrice
        fields: ClassVar = ["service", "prices", *SOURCE_FIELDS]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.initial.get("prices"):
            self.initial["prices"] = "\n".join(f"{area.label} " for area in AreaClass)


class ChangePriceForm(PriceForm):
    """The same for prices that are there: their service stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].disabled = True


class NextPriceForm(PriceForm):
    """The prices that follow others."""

    class Meta(PriceForm.Meta):
        fields: ClassVar = [each for each in PriceForm.Meta.fields if each not in ("service", "valid_until")]

    valid_until = None


class CheckForm(forms.Form):
    """What the checker asks: a service, from where, by whose arrangement, two days. No name and no number."""

    service = forms.ChoiceField(
        label="使うサービス",
        choices=[("", "選んでください"), *Service.choices],
        error_messages={"required": "使うサービスを選んでください。"},
    )
    release = forms.ChoiceField(
        label="どのような方ですか",
        choices=Release,
        widget=forms.RadioSelect,
        error_messages={"required": "どのような方かを選んでください。"},
    )
    released_on = WarekiDateField(
        label="退所した日（予定の日）",
        help_text="医療観察法の方は通院の決定を受けた日、そのほかの方は身柄が解かれた日です。平成の日は、年に「平成31」のように書きます。",
    )
    route = forms.ChoiceField(
        label="だれが調整しましたか",
        choices=Route,
        widget=forms.RadioSelect,
        help_text="そのサービスを使えるように、事業所との間に入った機関です。",
        error_messages={"required": "だれが調整したかを選んでください。"},
    )
    starts_on = WarekiDateField(
        label="使い始める日",
        help_text="サービスを使い始めた日か、予定の日です。計画相談では、計画を作る日です。",
    )
    area = forms.ChoiceField(
        label="事業所のある地域の区分",
        choices=[("", "わからない（円は出しません）"), *AreaClass.choices],
        required=False,
        help_text="わかるときは、円でおよそいくらかも出します。",
    )
    times = forms.IntegerField(
        label="1か月の日数か回数",
        min_value=1,
        max_value=MOST_TIMES,
        required=False,
        help_text="ひと月に算定する日数か回数です。書くと、ひと月の円が出ます。空けておくと、1日（1回）あたりの円が出ます。",
        error_messages={
            "invalid": "1か月の日数か回数を、数字で書いてください。",
            "min_value": "1か月の日数か回数は、1から31までの数で書いてください。",
            "max_value": "1か月の日数か回数は、1から31までの数で書いてください。",
        },
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def _day(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        last = self.today.year + YEARS_AHEAD
        if not FIRST_YEAR <= day.year <= last:
            raise ValidationError(f"{FIRST_YEAR}年から{last}年までの日を書いてください。")
        return day

    def clean_released_on(self) -> date:
        """Return the day. Raises ValidationError for years that nobody means."""
        return self._day("released_on")

    def clean_starts_on(self) -> date:
        """Return the day. Raises ValidationError for years that nobody means."""
        return self._day("starts_on")

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises where the two days cannot be those of one person."""
        cleaned = super().clean() or {}
        if not self.errors:
            decision = dates_fit(self.case)
            if not decision.allowed:
                self.add_error("starts_on", decision.reason)
        return cleaned

    @property
    def case(self) -> Case:
        """What was typed, as the rules take it."""
        asked = self.cleaned_data
        return Case(
            asked["service"], asked["release"], asked["released_on"], asked["route"], asked["starts_on"]
        )

    def unjudged(self) -> "CheckForm":
        """Return the same with everything as it was typed, not judged."""
        typed = {bound.name: bound.data for bound in self}
        return CheckForm(initial=typed, today=self.today)
