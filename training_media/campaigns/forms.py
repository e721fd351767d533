"""What staff write of campaigns: the plan, whom to invite, until when, the names of an agency."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.desk_forms import DeskForm
from directory.forms.agencies import AgencyField
from directory.models import Agency, AgencyKind, WelfareArea
from directory.queries import suggest_agencies
from events.desk_forms.fields import DayField, NumberField, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import AudienceBy, Progress
from .models import Campaign, RosterName
from .rules import LONGEST_GRACE, may_last
from .services.naming import Named
from .services.planning import Plan
from .written_names import MOST_NAMES, NotNames, as_text, read_names

BOXES = forms.CheckboxSelectMultiple
OTHERS_BY_NOW = "カードを作る事業所が変わりました。いまの件数と名前を読んで、もう一度押してください。"
NONE_PICKED = "この中から選んでください。なければ、名前を確かめて、書きなおしてください。"


class DaysForm(DeskForm):
    """From which day until which a course is watched; a wrong end is told where it is written."""

    def clean(self) -> dict[str, Any]:
        """Refuse an end that lies before the beginning."""
        given = super().clean() or {}
        opens_on, closes_on = given.get("opens_on"), given.get("closes_on")
        if opens_on and closes_on:
            decision = may_last(opens_on, closes_on)
            if not decision.allowed:
                self.add_error("closes_on", decision.reason)
        return given


class PlanForm(DaysForm):
    """When a course is watched, and by whom."""

    name = CleanCharField(label="名前", max_length=60, help_text="例：令和8年度　養護老人ホームのみなさまへ")
    opens_on = DayField(label="視聴を始める日")
    closes_on = DayField(label="視聴期限")
    grace_days = NumberField(
        label="期限のあとも見られる日数",
        least=0,
        help_text="期限を過ぎても、この日数のあいだは見られます。案内には出ません。",
    )
    audience_by = forms.ChoiceField(label="対象", choices=AudienceBy, widget=forms.RadioSelect)
    kinds = forms.ModelMultipleChoiceField(
        label="事業所の種類",
        queryset=AgencyKind.objects.filter(retired_on__isnull=True),
        required=False,
        widget=BOXES,
    )
    areas = forms.ModelMultipleChoiceField(
        label="圏域", queryset=WelfareArea.objects.none(), required=False, widget=BOXES
    )

    def __init__(self, *args: Any, campaign: Campaign | None, today: date, **options: Any) -> None:
        super().__init__(*args, initial=_initial(campaign), **options)
        tell_today(self, today)
        areas = WelfareArea.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
        field = self.fields["areas"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = areas.order_by("scheme", "name")

    def clean_grace_days(self) -> int:
        days: int = self.cleaned_data["grace_days"]
        if days > LONGEST_GRACE:
            raise ValidationError(f"{LONGEST_GRACE}日までにしてください。")
        return days

    @property
    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


class MakeupForm(DaysForm):
    """From when until when those who are not through watch once more."""

    name = CleanCharField(label="名前", max_length=60)
    opens_on = DayField(label="視聴を始める日")
    closes_on = DayField(label="視聴期限")

    def __init__(self, *args: Any, campaign: Campaign, today: date, **options: Any) -> None:
        name = f"補講　{campaign.name}"[:60]
        super().__init__(*args, initial={"name": name, "opens_on": today}, **options)
        tell_today(self, today)

    @property
    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


def _initial(campaign: Campaign | None) -> dict[str, Any]:
    if campaign is None:
        return {"grace_days": 0, "audience_by": AudienceBy.INVITATION}
    names = ("name", "opens_on", "closes_on", "grace_days", "audience_by")
    return {
        **{name: getattr(campaign, name) for name in names},
        "kinds": [each.pk for each in campaign.kinds.all()],
        "areas": [each.pk for each in campaign.areas.all()],
    }


class InviteForm(forms.Form):
    """One agency by name or number, or all that the campaign is for and that have no card yet.

    A name that is none's own brings the nearest ones to choose from. Only open agencies can be invited.
    """

    agency = AgencyField(
        label="事業所の名前か番号",
        required=False,
        help_text="例：グループホームやまなみ。名前の一部でもさがせます。",
    )
    picked = forms.CharField(label="どの事業所ですか", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        agencies = Agency.objects.current(today=today).select_related("municipality")
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.agencies = agencies
        self.near = suggest_agencies(self.data.get("agency", ""), agencies)
        if self.near:
            choices = [(each.public_id, _with_place(each)) for each in self.near]
            self.fields["picked"].widget = forms.RadioSelect(choices=choices)
        else:
            del self.fields["picked"]

    def clean(self) -> dict[str, Any]:
        """Where a name is not one's own, take the agency that was picked of those shown, or ask to pick.

        A name that was corrected until it is one's own wins over what was picked before.
        """
        given = super().clean() or {}
        if "agency" not in self.errors or not self.near:
            return given
        del self.errors["agency"]
        picked = {each.public_id: each for each in self.near}.get(given.get("picked", ""))
        if picked is None:
            self.add_error("picked", NONE_PICKED)
        else:
            given["agency"] = picked
        return given


def _with_place(agency: Agency) -> str:
    place = agency.municipality.name if agency.municipality else "市町村は未定"
    return f"{agency.name}（{place}、{agency.public_id}）"


class ExtendForm(DeskForm):
    """Until when one agency may watch, and why."""

    until = DayField(label="いつまで延ばすか")
    reason = CleanCharField(
        label="延ばすわけ", max_length=200, help_text="例：職員の体調不良で、交代が組めなかった"
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class SureForm(DeskForm):
    """Nothing is typed: what one press does is read before it is done."""


class EverybodyForm(SureForm):
    """Of which agencies it was read that they get a card: a press of that page makes none for others."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **options: Any) -> None:
        keys = ",".join(sorted(str(each.pk) for each in agencies))
        self.mark = sha256(keys.encode()).hexdigest()
        super().__init__(*args, initial={"read": self.mark}, **options)

    def clean(self) -> dict[str, Any]:
        """Refuse when they are others by now; the form that is shown again is of those."""
        given = super().clean() or {}
        if given.get("read") != self.mark:
            self.data = {**self.data.dict(), "read": self.mark}
            raise ValidationError(OTHERS_BY_NOW)
        return given


class AnewForm(SureForm):
    """Which card of an agency is made anew."""

    issue = forms.IntegerField(widget=forms.HiddenInput)


class RevokeForm(DeskForm):
    """Why a card is ended."""

    reason = CleanCharField(label="止めるわけ", max_length=200, help_text="例：カードをなくした")


class RemindForm(forms.Form):
    """Who is reminded."""

    whom = forms.MultipleChoiceField(
        label="だれに知らせるか",
        choices=[(each.value, each.label) for each in (Progress.NOT_STARTED, Progress.STUCK)],
        widget=BOXES,
        error_messages={"required": "知らせる相手を選んでください。"},
    )


class NamesForm(DeskForm):
    """The names of an agency, one a line."""

    names = CleanTextField(
        label="見る人の名前",
        max_length=MOST_NAMES * 200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="1行に1人ずつ、氏名、フリガナ、職種を「、」で区切って書きます。フリガナと職種は、なくてもかまいません。",
    )

    def __init__(self, *args: Any, known: list[RosterName], **options: Any) -> None:
        super().__init__(*args, initial={"names": as_text(known)}, **options)

    def clean_names(self) -> list[Named]:
        """Return the names. Raises ValidationError that says which lines and what to do."""
        try:
            return read_names(self.cleaned_data["names"])
        except NotNames as error:
            raise ValidationError(error.mistakes) from None
