"""What readers type: a release day, and what municipalities and the centre write of gaps."""

from datetime import date
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from directory.models import Municipality
from events.desk_forms.fields import DayField, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from outreach.role_sheets.procedures import queries
from outreach.role_sheets.procedures.enums import PersonType
from outreach.role_sheets.procedures.models import Gap, PreventionPlan

NO_NAMES = "人の名前や、だれのことかわかる話は書きません。"
GAP_FIELDS = ("title", "words", "proposal", "responsible", "due_on", "plan")
PLAN_FIELDS = ("name", "starts_on", "ends_on", "progress", "responsible")


class ReleaseForm(forms.Form):
    """A day of release, of which nothing is kept."""

    release = DayField(
        label="出所の日",
        bare_day="next",
        help_text="例：令和9年3月1日、2027/3/1。この日は、どこにも残りません。名前は書かないでください。",
    )
    kind = forms.ChoiceField(
        label="どなたのためか",
        choices=[("", "すべての手続きを見る"), *PersonType.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


class GapForm(DeskForm):
    """A gap."""

    title = CleanCharField(
        label="どんな人が、どこで、とぎれるか",
        max_length=100,
        help_text=f"例：罰金で釈放された、手帳のない方。{NO_NAMES}",
    )
    words = CleanTextField(label="くわしく", max_length=600, required=False, help_text=NO_NAMES)
    proposal = CleanTextField(
        label="提案（どこが、何をするか）",
        max_length=600,
        required=False,
        help_text="まだなければ、空けておきます。合意するときには要ります。",
    )
    responsible = CleanCharField(
        label="受け持つところ", max_length=60, help_text="課や係の名前です。例：福祉総務課"
    )
    due_on = DayField(label="いつまでに", required=False, bare_day="next")
    plan = forms.ModelChoiceField(
        PreventionPlan.objects.none(),
        label="のっている計画",
        required=False,
        empty_label="まだ、どの計画にものっていない",
    )

    def __init__(
        self, *args: Any, place: Municipality, today: date, gap: Gap | None = None, **options: Any
    ) -> None:
        if gap is not None:
            options["initial"] = {name: getattr(gap, name) for name in GAP_FIELDS}
        super().__init__(*args, **options)
        field = self.fields["plan"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.plans_to_choose(place)
        tell_today(self, today)

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in GAP_FIELDS}


class PlanForm(DeskForm):
    """A municipality's plan."""

    name = CleanCharField(
        label="計画の名前",
        max_length=100,
        help_text="例：〇〇市再犯防止推進計画（地域福祉計画の中でもかまいません）",
    )
    starts_on = DayField(label="始まりの日", bare_day="nearest", help_text="例：令和6年4月1日")
    ends_on = DayField(label="終わりの日", bare_day="nearest", help_text="例：令和11年3月31日")
    progress = CleanCharField(
        label="いまの進みぐあい", max_length=300, required=False, help_text="例：中間の見直しをしているところ"
    )
    responsible = CleanCharField(
        label="受け持つところ", max_length=60, help_text="課や係の名前です。例：福祉総務課"
    )

    def __init__(self, *args: Any, today: date, plan: PreventionPlan | None = None, **options: Any) -> None:
        if plan is not None:
            options["initial"] = {name: getattr(plan, name) for name in PLAN_FIELDS}
        super().__init__(*args, **options)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Ask for a time that does not end before it begins."""
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "終わりの日は、始まりの日からあとにしてください。")
        return data

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLAN_FIELDS}


class MoveForm(DeskForm):
    """On which day a gap moved on; `is_dated` is False where it is taken back, and nothing is asked."""

    on = DayField(label="いつ", bare_day="last")

    def __init__(self, *args: Any, today: date, is_dated: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_dated:
            del self.fields["on"]
        tell_today(self, today)
