"""What is written about a sheet besides its words: for whom it is, who looks after it, who agreed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from content.desk_forms import DeskForm
from directory.forms.agencies import AgencyField, with_number
from directory.forms.plain import PLAIN
from directory.models import Agency, Municipality
from directory.queries import open_agencies
from events.desk_forms.fields import DayField, tell_today
from foundation.centre.queries import current_centre
from foundation.ui.forms import CleanCharField

from .enums import Scene, Theme
from .models import RoleSheet
from .queries import municipal_offices

ABOUT = ("title", "theme", "scene", "municipality", "office", "plan_name", "responsible", "is_template")
FIRST = "first"
SELECT_MUNICIPALITY = "県全体（市町村を決めない）"


def asking(what: str) -> dict[str, str]:
    words = f"{what}を選んでください。"
    return {"required": words, "invalid_choice": words}


class SuggestedInput(forms.TextInput):
    """A box under which the browser offers `suggestions`; anything else may be written as well."""

    template_name = "role_sheets/widgets/suggested.html"
    suggestions: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-names"
        return context | {"list_id": f"{name}-names", "suggestions": self.suggestions}


class AboutForm(DeskForm):
    """For whom a sheet is, and who looks after it."""

    title = CleanCharField(label="名前", max_length=60, help_text="例：出口支援の役割分担表")
    theme = forms.ChoiceField(label="主題", choices=Theme, error_messages=asking("主題"))
    scene = forms.ChoiceField(
        label="場面",
        choices=Scene,
        initial=Scene.DAILY,
        error_messages=asking("場面"),
        help_text="どんなときに開く表か。一覧で、さがす手がかりになります。",
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="市町村",
        required=False,
        empty_label=SELECT_MUNICIPALITY,
        error_messages=asking("市町村"),
    )
    office = AgencyField(
        label="いっしょに書いて、合意するところ",
        required=False,
        widget=SuggestedInput(attrs=dict(PLAIN)),
        help_text="市町村の窓口の名前です。市町村の名前から書くと、候補が出ます。決めるまでは、市町村に送れません。",
    )
    plan_name = CleanCharField(
        label="もとになる計画",
        max_length=80,
        required=False,
        help_text="例：青波市地方再犯防止推進計画（令和6〜10年度）",
    )
    responsible = CleanCharField(label="担当", max_length=60, help_text="係や役職です。例：連携担当")
    is_template = forms.BooleanField(label="ひな形にする（新しい表を、ここから始められます）", required=False)

    def __init__(self, *args: Any, sheet: RoleSheet | None = None, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places, office = self.fields["municipality"], self.fields["office"]
        assert isinstance(places, forms.ModelChoiceField)
        assert isinstance(office, AgencyField)
        places.queryset = Municipality.objects.filter(
            prefecture=current_centre().prefecture, valid_to__isnull=True
        )
        office.agencies = open_agencies(today=today)
        assert isinstance(office.widget, SuggestedInput)
        office.widget.suggestions = _names(municipal_offices(office.agencies))
        if sheet is not None:
            places.queryset |= Municipality.objects.filter(pk=sheet.municipality_id)
            self.initial = {name: getattr(sheet, name) for name in ABOUT}

    @property
    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT}


class NewSheetForm(AboutForm):
    """A new sheet, and what it begins with."""

    begins_with = forms.ChoiceField(
        label="はじめの中身",
        error_messages=asking("はじめの中身"),
        help_text="ひな形か、となりの市町村の表から始めると、直すだけですみます。",
    )
    field_order: ClassVar = ["title", "begins_with"]

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["begins_with"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(FIRST, "空の表（5つの時期と、4つの行）"), *sources]


def _names(agencies: Iterable[Agency]) -> list[str]:
    """Return each agency as `AgencyField` reads it: by its name, with the number where two bear the same."""
    found = list(agencies)
    often = Counter(each.name for each in found)
    return [each.name if often[each.name] == 1 else with_number(each) for each in found]


class AgreementForm(DeskForm):
    """Who agreed for the municipality, and when."""

    agreed_on = DayField(label="合意した日", help_text="例：令和8年10月9日")
    agreed_post = CleanCharField(
        label="合意したところ", max_length=60, help_text="表に出ます。例：青波市 福祉政策課"
    )
    agreed_name = CleanCharField(
        label="合意した方のお名前",
        max_length=40,
        required=False,
        help_text="表には出ません。だれと決めたかを、たどるためのものです。",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)
