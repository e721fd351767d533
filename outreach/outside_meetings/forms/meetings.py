"""What the desk writes of meetings of others."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from accounts.models import Person
from content.desk_forms import DeskForm
from directory.forms.agencies import AgencyField
from directory.models import Municipality, WelfareArea
from events.desk_forms.fields import DayField, NumberField, tell_today
from foundation.ui.forms import CleanCharField
from outreach.outside_meetings import queries
from outreach.outside_meetings.enums import MeetingKind, Theme
from outreach.outside_meetings.models import OutsideMeeting
from outreach.outside_meetings.services.meetings import Said

NAMES = ("name", "kind", "host", "host_words", "area", "municipality", "is_public", "ended_on")


def open_agencies(form: forms.BaseForm, name: str, today: date) -> None:
    """Let a field know the agencies that may be named."""
    field = form.fields[name]
    assert isinstance(field, AgencyField)
    field.agencies = queries.open_agencies(today)


def asking(what: str) -> dict[str, str]:
    """Return what a field of choices says where nothing, or nothing that it offers, was chosen."""
    told = f"{what}を、出ているものから選んでください。"
    return {"required": f"{what}を選んでください。", "invalid_choice": told, "invalid_pk_value": told}


class MeetingForm(DeskForm):
    """A meeting of others."""

    name = CleanCharField(label="会議の名前", max_length=80, help_text="例：東部圏域 自立支援協議会")
    kind = forms.ChoiceField(
        label="種類", choices=MeetingKind, widget=forms.RadioSelect, error_messages=asking("種類")
    )
    host = AgencyField(label="開く機関（名簿にあるとき）", required=False, help_text="名前か番号で書きます。")
    host_words = CleanCharField(label="開くところ（名簿にないとき）", max_length=80, required=False)
    area = forms.ModelChoiceField(
        WelfareArea.objects.none(),
        label="どの圏域の会議か",
        required=False,
        empty_label="選ばない",
        error_messages=asking("圏域"),
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="または、どの市町村の会議か",
        required=False,
        empty_label="選ばない",
        error_messages=asking("市町村"),
        help_text="どちらも選ばないと、県の全体の会議になります。",
    )
    is_public = forms.BooleanField(
        label="出席の予定を、公開のカレンダーにのせてよい",
        required=False,
        help_text="会議の名前と日にちだけが、だれにでも見えます。開くところに確かめてから、しるしをつけてください。",
    )
    ended_on = DayField(label="なくなった日（続いていれば、書かない）", required=False, bare_day="last")

    def __init__(
        self, *args: Any, today: date, meeting: OutsideMeeting | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        areas, places = self.fields["area"], self.fields["municipality"]
        assert isinstance(areas, forms.ModelChoiceField)
        assert isinstance(places, forms.ModelChoiceField)
        areas.queryset = queries.areas_to_choose(today)
        places.queryset = queries.municipalities_to_choose(today)
        if meeting is not None:
            self.initial = {name: getattr(meeting, name) for name in NAMES}
            areas.queryset |= WelfareArea.objects.filter(pk=meeting.area_id)
            places.queryset |= Municipality.objects.filter(pk=meeting.municipality_id)
        open_agencies(self, "host", today)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for one host and at most one place."""
        data = super().clean() or self.cleaned_data
        if "host" not in self.errors and bool(data.get("host")) == bool(data.get("host_words")):
            self.add_error("host", "開く機関か、開くところの名前の、どちらか1つを書いてください。")
        if data.get("area") and data.get("municipality"):
            self.add_error("municipality", "圏域か市町村の、どちらか1つを選んでください。")
        return data

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}


# One person alone explained what the visit says.
MOST_AT_ONE_THEME = 2


class WentForm(DeskForm):
    """Who of the staff went, or goes."""

    people = forms.MultipleChoiceField(
        label="行く職員（行った職員）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=asking("職員"),
    )

    def __init__(self, *args: Any, people: Iterable[Person], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(each.pk): each for each in people}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, each.name) for key, each in self.known.items()]
        tell_today(self, today)

    @property
    def went(self) -> list[Person]:
        return [self.known[key] for key in self.cleaned_data["people"]]


class VisitForm(WentForm):
    """When and where somebody goes to a meeting."""

    day = DayField(label="日にち", bare_day="nearest")
    place = CleanCharField(label="会場", max_length=80, required=False)
    field_order = ("day", "place", "people")


class AttendedForm(WentForm):
    """What was explained at a meeting, and what is left to do."""

    theme = forms.ChoiceField(
        label="説明したこと", choices=Theme, widget=forms.RadioSelect, error_messages=asking("説明したこと")
    )
    words = CleanCharField(
        label="くわしく",
        max_length=300,
        required=False,
        help_text="どんな話が出たか。人の名前や、だれのことかわかる話は書きません。",
    )
    present = NumberField(label="その場にいた人数（およそ）", required=False)
    follow_up = CleanCharField(
        label="あとですること", max_length=200, required=False, help_text="例：出前講座のちらしを送る"
    )
    follow_up_by = DayField(label="いつまでに", required=False)
    field_order = ("people", "theme", "words", "present", "follow_up", "follow_up_by")

    def __init__(self, *args: Any, own: Mapping[int, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(self.known) < MOST_AT_ONE_THEME:
            return
        known = own or {}
        for key, each in self.known.items():
            self.fields[f"theme-{key}"] = forms.ChoiceField(
                label=f"{each.name}さんが、ちがうことを説明したとき",
                choices=[("", "上の「説明したこと」と同じ"), *Theme.choices],
                required=False,
                initial=known.get(each.pk, ""),
            )
        themes = [name for name in self.fields if name.startswith("theme-")]
        self.order_fields(["people", "theme", *themes])

    def clean(self) -> dict[str, Any]:
        """Ask for both or none of what is left and its day."""
        data = super().clean() or self.cleaned_data
        if not data.get("people"):
            self.add_error("people", "行った職員を選んでください。")
        if data.get("follow_up") and not data.get("follow_up_by") and "follow_up_by" not in self.errors:
            self.add_error("follow_up_by", "いつまでにするかも書いてください。")
        if data.get("follow_up_by") and not data.get("follow_up"):
            self.add_error("follow_up", "何をするかも書いてください。")
        return data

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            theme=data["theme"],
            words=data["words"],
            people=data["present"],
            follow_up=data["follow_up"],
            follow_up_by=data["follow_up_by"],
            own={each.pk: data.get(f"theme-{each.pk}", "") for each in self.went},
        )


class BecauseForm(DeskForm):
    """Why nobody went."""

    because = CleanCharField(label="わけ", max_length=200, help_text="例：大雪で中止になった")


class OnForm(DeskForm):
    """On which day something was done."""

    on = DayField(label="いつ", bare_day="last")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class ContactForm(DeskForm):
    """Whom the centre came to know."""

    agency = AgencyField(label="機関（名簿にあるとき）", required=False, help_text="名前か番号で書きます。")
    words = CleanCharField(
        label="名簿にない機関・団体の名前",
        max_length=80,
        required=False,
        help_text="人の名前は書きません。例：東町の民生委員の集まり",
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        open_agencies(self, "agency", today)

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of both."""
        data = super().clean() or self.cleaned_data
        if "agency" not in self.errors and bool(data.get("agency")) == bool(data.get("words")):
            self.add_error("agency", "名簿の機関か、名簿にない名前の、どちらか1つを書いてください。")
        return data
