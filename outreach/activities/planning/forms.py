"""What the desk writes of requirements and of the year's plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from directory.enums import Sector
from directory.models import WelfareArea
from events.desk_forms.fields import DayField, NumberField, YenField, offer, tell_today
from events.pictures import NotDrawn
from events.services.attachments import Upload
from events.uploads import UploadRefused
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.exports.fiscal_months import MONTHS_OF_A_FISCAL_YEAR
from foundation.ui.forms import CleanCharField
from outreach.activities import queries as register
from outreach.activities.forms import ActivityChoice, proven
from outreach.activities.models import Activity

from .enums import RequirementState
from .models import PlanLine, Requirement
from .rules import month_of

MOST_YEN = 100_000_000
REQUIREMENT = ("minimum", "sectors", "least_agencies", "evidence", "amount", "due_on", "source", "state")
LINE = ("month", "kind", "title", "area", "owner")


class RequirementForm(DeskForm):
    """What one kind of work has to come to in a year."""

    minimum = NumberField(
        label="目標の回数", least=0, required=False, help_text="書かないと、あかりはつきません。"
    )
    sectors = forms.MultipleChoiceField(
        label="出席が要る分野",
        choices=Sector,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "分野を、出ているものから選んでください。"},
    )
    least_agencies = NumberField(label="出席が要る機関の数", least=0, required=False)
    evidence = forms.MultipleChoiceField(
        label="要る証拠書類",
        choices=EvidenceKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "書類を、出ているものから選んでください。"},
    )
    amount = YenField(label="加算の額（円）", most=MOST_YEN, required=False)
    due_on = DayField(label="報告の期限", required=False, help_text="例：R9.4.30")
    source = CleanCharField(
        label="もとの資料", max_length=200, required=False, help_text="例：実施要領（令和8年4月1日）第5"
    )
    paper = forms.FileField(label="もとの資料のファイル（PDF、Word、Excel）", required=False)
    state = forms.ChoiceField(
        label="ようす",
        choices=RequirementState,
        widget=forms.RadioSelect,
        error_messages={"required": "ようすを選んでください。"},
    )
    upload: Upload | None = None

    def __init__(self, *args: Any, today: date, requirement: Requirement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {name: getattr(requirement, name) for name in REQUIREMENT}
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Look into the file."""
        data = super().clean() or self.cleaned_data
        if data.get("paper"):
            try:
                self.upload = proven(data["paper"], title="source")
            except (UploadRefused, NotDrawn) as refused:
                self.add_error("paper", str(refused))
        return data

    @property
    def details(self) -> dict[str, Any]:
        data = {name: self.cleaned_data[name] for name in REQUIREMENT}
        return data | {"least_agencies": data["least_agencies"] or 0}


class LineForm(DeskForm):
    """A line of the year's plan."""

    month = forms.ChoiceField(
        label="月",
        error_messages={"required": "月を選んでください。", "invalid_choice": "月を選んでください。"},
    )
    kind = forms.ChoiceField(
        label="種類",
        choices=ActivityKind,
        widget=forms.RadioSelect,
        error_messages={"required": "種類を選んでください。"},
    )
    title = CleanCharField(label="すること", max_length=80)
    area = forms.ModelChoiceField(
        WelfareArea.objects.none(), label="圏域", required=False, empty_label="選ばない"
    )
    owner = CleanCharField(label="受け持つ人", max_length=60, required=False)

    def __init__(
        self, *args: Any, year: int, today: date, line: PlanLine | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        months = [month_of(year, each) for each in MONTHS_OF_A_FISCAL_YEAR]
        offer(
            self,
            "month",
            [("", "選んでください"), *((each.isoformat(), f"{each.month}月") for each in months)],
        )
        areas = self.fields["area"]
        assert isinstance(areas, forms.ModelChoiceField)
        areas.queryset = register.areas_to_choose(today)
        if line is not None:
            self.initial = {name: getattr(line, name) for name in LINE} | {"month": line.month.isoformat()}
            areas.queryset |= WelfareArea.objects.filter(pk=line.area_id)

    @property
    def details(self) -> dict[str, Any]:
        data = {name: self.cleaned_data[name] for name in LINE}
        return data | {"month": date.fromisoformat(data["month"])}


class MonthForm(forms.Form):
    """Where a line is dragged."""

    month = forms.DateField(input_formats=["%Y-%m-%d"])


class ApproveForm(DeskForm):
    """Who approved the plan, and when."""

    on = DayField(label="承認した日", bare_day="last")
    by = CleanCharField(label="承認した人、会議", max_length=60, help_text="例：センター長、運営推進委員会")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class LinkForm(DeskForm):
    """Which activity a line became."""

    activity = ActivityChoice(
        Activity.objects.none(),
        label="実施した活動",
        empty_label="選んでください",
        error_messages={
            "required": "活動を選んでください。",
            "invalid_choice": "出ているものから選んでください。",
        },
    )

    def __init__(self, *args: Any, activities: Iterable[Activity], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["activity"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = activities
