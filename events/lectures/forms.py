"""A request in three parts: what, when and where, who. The web, the FAX sheet and the desk ask the same."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from content.desk_forms import DeskForm
from events.desk_forms.event import local_moment
from events.desk_forms.fields import ClockField, DayField, NumberField, offer, tell_today
from events.enums import Way
from events.forms import ContactForm, WordsField
from foundation.ui.forms import CleanTextField

from .enums import Equipment, Parking
from .models import LectureTheme
from .models.request import MOST_WISHES

OTHER = "other"
MINUTES = (30, 45, 60, 90, 120)
USUAL_MINUTES = 60
RANKS = range(1, MOST_WISHES + 1)


class WhatForm(forms.Form):
    """何を: a theme of the menu or one's own words, for whom, how many, how long."""

    theme = forms.ChoiceField(
        label="題目",
        widget=forms.RadioSelect,
        error_messages={
            "required": "題目を選んでください。",
            "invalid_choice": "題目を選びなおしてください。",
        },
    )
    theme_text = WordsField(
        label="「このほか」を選んだ方：聞きたいこと",
        max_length=60,
        required=False,
        help_text="例：住まいの探し方",
    )
    audience = WordsField(label="聞く方", max_length=80, help_text="例：グループホームの職員、民生委員")
    people = NumberField(label="人数（およそ）")
    minutes = forms.TypedChoiceField(
        label="時間",
        coerce=int,
        choices=[(each, f"{each}分") for each in MINUTES],
        initial=USUAL_MINUTES,
        widget=forms.RadioSelect,
        error_messages={"required": "時間を選んでください。"},
    )
    aim = CleanTextField(
        label="ねらい・聞いてみたいこと",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="どなたのことか分かる内容は、書かないでください。",
    )

    def __init__(self, *args: Any, themes: list[LectureTheme], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.themes = {str(each.pk): each for each in themes}
        named = [(key, f"{each.title}（{each.minutes}分）") for key, each in self.themes.items()]
        offer(self, "theme", [*named, (OTHER, "このほか")])
        # A stored request may be of any length, as was agreed by phone; what was typed is text.
        stored = self.initial.get("minutes")
        own = {*MINUTES, stored} if isinstance(stored, int) else {*MINUTES}
        offer(self, "minutes", [(each, f"{each}分") for each in sorted(own)])
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for words where no theme of the menu was chosen."""
        given = super().clean() or {}
        if given.get("theme") == OTHER and not given.get("theme_text") and "theme_text" not in self.errors:
            self.add_error("theme_text", "聞きたいことを書いてください。")
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a request, of a form that is right."""
        given = self.cleaned_data
        theme = self.themes.get(given["theme"])
        own = {name: given[name] for name in ("audience", "people", "minutes", "aim")}
        return {**own, "theme": theme, "theme_text": "" if theme else given["theme_text"]}

    @property
    def subject(self) -> str:
        theme = self.values["theme"]
        return theme.title if theme else self.values["theme_text"]


class WhenForm(forms.Form):
    """いつ・どこで: three wished dates, the place and what there is."""

    wish1_day = DayField(label="第1希望の日", help_text="例：12/11、R8.12.11")
    wish1_time = ClockField(label="始まりの時刻", help_text="例：13:30、午後1時半")
    wish2_day = DayField(label="第2希望の日", required=False)
    wish2_time = ClockField(label="始まりの時刻（第2希望）", required=False)
    wish3_day = DayField(label="第3希望の日", required=False)
    wish3_time = ClockField(label="始まりの時刻（第3希望）", required=False)
    way = forms.ChoiceField(
        label="行い方",
        choices=[(Way.VENUE, "会場で（講師がうかがいます）"), (Way.ONLINE, Way.ONLINE.label)],
        initial=Way.VENUE,
        widget=forms.RadioSelect,
        error_messages={"required": "行い方を選んでください。"},
    )
    place = WordsField(
        label="会場の名前",
        max_length=100,
        required=False,
        help_text="オンラインのときは、空けておいてください。",
    )
    address = WordsField(label="会場の住所", max_length=200, required=False)
    parking = forms.ChoiceField(
        label="駐車場",
        choices=Parking.choices,
        initial=Parking.UNKNOWN,
        widget=forms.RadioSelect,
        error_messages={"required": "駐車場があるかを選んでください。"},
    )
    equipment = forms.MultipleChoiceField(
        label="会場にあるもの",
        choices=Equipment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="ないものは、センターから持って行きます。",
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of each wish, and for the place where somebody has to go."""
        given = super().clean() or {}
        wishes: list[datetime] = []
        for rank in RANKS:
            names = (f"wish{rank}_day", f"wish{rank}_time")
            day, clock = (given.get(name) for name in names)
            if day and clock:
                wishes.append(local_moment(day, clock))
            elif day and names[1] not in self.errors:
                self.add_error(names[1], f"第{rank}希望の、始まりの時刻を書いてください。")
            elif clock and names[0] not in self.errors:
                self.add_error(names[0], f"第{rank}希望の日を書いてください。")
        if given.get("way") == Way.VENUE and not given.get("place") and "place" not in self.errors:
            self.add_error("place", "会場の名前を書いてください。")
        given["wishes"] = wishes
        return given

    @property
    def wishes(self) -> list[datetime]:
        """The wished beginnings in their order, of a form that is right."""
        return list(self.cleaned_data["wishes"])

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("way", "place", "address", "parking", "equipment")}


class WhoForm(ContactForm):
    """だれが: the organisation and whom the centre answers."""

    field_order = ("host",)
    accommodations = None
    host = WordsField(
        label="団体・事業所の名前",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="グループや学校、町内会の方は、その名前を書いてください。",
    )
    may_name_host = forms.BooleanField(
        label="センターの予定表や実績に、団体の名前を出してよい（選ばないときは、題目だけを出します）",
        required=False,
        initial=False,
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a request, of a form that is right."""
        names = ("host", "contact_name", "phone", "email", "reply_way", "fax", "note", "may_name_host")
        return {name: self.cleaned_data[name] for name in names}


class AnotherDateForm(DeskForm):
    """Which dates would do instead; read by the centre."""

    words = CleanTextField(
        label="ご希望の日時",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例：12月の火曜日の午後。15日はだめです。",
        error_messages={"required": "ご希望の日時を書いてください。"},
    )


class CancelForm(forms.Form):
    """Why a request is called off; need not be said."""

    reason = CleanTextField(
        label="取りやめるわけ",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="センターの職員が読みます。お名前などは書かないでください。",
    )


def known_initial(themes: list[LectureTheme], code: str) -> dict[str, Any]:
    """Return what a link of the menu fills in: its theme and how long that takes."""
    theme = next((each for each in themes if each.code == code), None)
    if theme is None:
        return {}
    minutes = theme.minutes if theme.minutes in MINUTES else USUAL_MINUTES
    return {"theme": str(theme.pk), "minutes": minutes}


def wish_initial(wishes: list[datetime]) -> dict[str, Any]:
    """Return wished dates as the form's boxes hold them."""
    found: dict[str, Any] = {}
    for rank, wish in enumerate(wishes, start=1):
        local = timezone.localtime(wish)
        found |= {f"wish{rank}_day": local.date(), f"wish{rank}_time": local.time()}
    return found
