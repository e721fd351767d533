"""What staff write down of an agency: choices, dates and short lines, never a case."""

from datetime import date, timedelta
from typing import Any

from django import forms

from content.forms import WrittenField
from directory.enums import AcceptanceState, HousingState
from directory.forms.agencies import AgencyField
from directory.forms.known import YesNoField
from directory.models import Agency
from foundation.japanese.dates import parse_date, wareki
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import About, ContactWay, Sexes
from .rules import LONGEST_STAY_MONTHS, possible_people

FIRST_YEAR, LAST_YEAR, MOST_PLACES = 2009, 2100, 999
SOON_DAYS = 3
STAFF_ONLY = "職員だけが見ます。支援している方の名前や、どんな支援をしたかは、ここに書きません。"


def day_field(label: str, **options: Any) -> WrittenField:
    """Return a field for a date as written on paper."""
    return WrittenField(label=label, read=parse_date, show=wareki, **options)


def choice_field(label: str, choices: list[tuple[str, str]], **options: Any) -> forms.ChoiceField:
    """Return a choice that tells what to choose."""
    ask = f"{label}を選んでください。"
    return forms.ChoiceField(
        label=label, choices=choices, error_messages={"required": ask, "invalid_choice": ask}, **options
    )


def number_field(label: str, least: int, most: int, **options: Any) -> forms.IntegerField:
    """Return a whole number in bounds, typed."""
    told = f"{label}を、{least}から{most}までの数字で書いてください。"
    words = dict.fromkeys(("invalid", "min_value", "max_value"), told)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=widget, error_messages=words, **options
    )


class WithoutCases(forms.Form):
    """A form whose free words must not name anybody: it asks once, and takes the words if meant so.

    An office may be called 「山田さんの家」: so it warns and does not refuse for good.
    """

    free_words: tuple[str, ...] = ()
    sure = forms.BooleanField(
        label="人の名前ではない、または仕事の相手の名前なので、このまま残す", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask about what looks like the name of a person, unless somebody has answered."""
        given = self.cleaned_data
        names = possible_people(*(given.get(name, "") for name in self.free_words))
        if names and not given.get("sure"):
            said = "」「".join(names)
            self.add_error(
                "sure", f"「{said}」は、人の名前ですか。支援している方の名前なら、消してください。"
            )
        return given

    @property
    def has_doubts(self) -> bool:
        """Whether the form asks about a name."""
        return "sure" in self.errors

    @property
    def values(self) -> dict[str, Any]:
        """What is written down."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}


class AcceptanceForm(WithoutCases):
    """An agency's wish to take people in, as the centre has heard it."""

    free_words = ("contact_way", "note", "cautions")
    state = choice_field("受け入れの意向", AcceptanceState.choices)
    experienced_since = number_field(
        "はじめて受け入れた年度（西暦）", FIRST_YEAR, LAST_YEAR, required=False, help_text="例：2021"
    )
    contact_way = CleanCharField(
        label="相談のしかた",
        max_length=200,
        required=False,
        help_text="だれに、どう相談するか。係や役職で書きます。",
    )
    note = CleanTextField(label="メモ", max_length=1000, required=False, help_text=STAFF_ONLY)
    cautions = CleanTextField(label="気をつけること", max_length=1000, required=False, help_text=STAFF_ONLY)


class HousingForm(forms.Form):
    """A housing body and its registration with the probation office."""

    state = choice_field("状態", HousingState.choices)
    registered_on = day_field("登録した日", required=False, help_text="例：令和8年4月1日")
    registered_with = forms.ModelChoiceField(
        Agency.objects.none(),
        label="登録した保護観察所",
        required=False,
        empty_label="決まっていない",
        error_messages={"invalid_choice": "登録した保護観察所を選びなおしてください。"},
    )
    meals = YesNoField(label="食事", yes="ある", no="ない", unknown="まだ聞いていない")
    sexes = forms.ChoiceField(
        label="受け入れる人", required=False, choices=[("", "まだ聞いていない"), *Sexes.choices]
    )
    places = number_field("部屋数・定員", 0, MOST_PLACES, required=False)
    spare_use = CleanCharField(
        label="空いた部屋の使い方", max_length=200, required=False, help_text="例：緊急のときだけ1部屋"
    )
    longest_months = number_field("いられる期間（か月）", 1, LONGEST_STAY_MONTHS, required=False)
    as_of = day_field("いつのことか", required=False)

    def __init__(self, *args: Any, agency: Agency, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offices = Agency.objects.current(today=today).filter(kind="probation_office").exclude(pk=agency.pk)
        self.fields["registered_with"].queryset = offices  # type: ignore[attr-defined]  # -- a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """A registered body has a day of registration."""
        given = self.cleaned_data
        has_day = given.get("registered_on") or "registered_on" in self.errors
        if given.get("state") == HousingState.REGISTERED and not has_day:
            self.add_error("registered_on", "登録した日を書いてください。")
        return given


class ContactForm(WithoutCases):
    """One line of the relationship log."""

    free_words = ("met_with", "purpose", "result", "next_step")
    day = day_field("日付", error_messages={"required": "日付を書いてください。"})
    way = choice_field("方法", ContactWay.choices)
    met_with = CleanCharField(label="相手（係・役職）", max_length=100, required=False)
    purpose = CleanCharField(label="用件", max_length=200)
    result = CleanTextField(label="結果", max_length=1000, required=False)
    next_step = CleanCharField(label="次にすること", max_length=200, required=False)
    next_on = day_field("次はいつ", required=False)

    def clean(self) -> dict[str, Any]:
        """A next step has a day and a day has a next step; names are asked about."""
        given = super().clean()
        if given.get("next_step") and not given.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "次にすることの日を書いてください。")
        if given.get("next_on") and not given.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", "その日に何をするかを書いてください。")
        return given


class MemoForm(WithoutCases):
    """電話メモ: who, about what, what is next. A next step without a day is due in a few days."""

    free_words = ("result", "next_step")
    agency = AgencyField(
        label="どこから",
        help_text="機関の名前か番号で書きます。",
        error_messages={"required": "機関の名前か番号を書いてください。"},
    )
    about = choice_field("何のこと", About.choices, widget=forms.RadioSelect)
    next_step = CleanCharField(label="次にすること", max_length=200, required=False)
    next_on = day_field(
        "次はいつ", required=False, help_text=f"書かないと、{SOON_DAYS}日あとにします。例：令和8年12月1日"
    )
    result = CleanCharField(label="ひとこと", max_length=200, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["agency"].agencies = Agency.objects.current(today=today)  # type: ignore[attr-defined]  # -- an AgencyField

    def clean(self) -> dict[str, Any]:
        """A day has a next step; names are asked about."""
        given = super().clean()
        if given.get("next_on") and not given.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", "その日に何をするかを書いてください。")
        if given.get("next_step") and not given.get("next_on") and "next_on" not in self.errors:
            given["next_on"] = self.today + timedelta(days=SOON_DAYS)
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The call as a line of the relationship log."""
        given = self.cleaned_data
        return {
            "day": self.today,
            "way": ContactWay.PHONE,
            "purpose": str(About(given["about"]).label),
            **{name: given[name] for name in ("result", "next_step", "next_on")},
        }


class HousingListForm(forms.Form):
    """Narrows the list of housing bodies; a value that is not offered asks for nothing."""

    state = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *HousingState.choices])

    @property
    def wanted_state(self) -> str:
        self.full_clean()
        return str(self.cleaned_data.get("state", ""))
