"""Who covers a place that has none of a kind of service itself."""

from datetime import date
from typing import Any

from django import forms

from content.forms import WrittenField
from directory.forms.agencies import AgencyField, offer_in_groups
from directory.models import Agency, Municipality, ServiceKind, WelfareArea
from foundation.japanese.dates import parse_date, wareki
from foundation.ui.forms import CleanCharField


class NoteForm(forms.Form):
    """One place, one kind, one who covers, from when."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="市町村", required=False, empty_label="選ばない"
    )
    area = forms.ModelChoiceField(
        WelfareArea.objects.none(), label="または、圏域", required=False, empty_label="選ばない"
    )
    kind = forms.ModelChoiceField(
        ServiceKind.objects.all(),
        label="サービス",
        empty_label="選んでください",
        error_messages={"required": "サービスを選んでください。"},
    )
    covering_municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="受け持つ市町村", required=False, empty_label="選ばない"
    )
    covering_agency = AgencyField(
        label="または、受け持つ機関", required=False, help_text="名前か番号で書きます。"
    )
    valid_from = WrittenField(
        label="いつから",
        read=parse_date,
        show=wareki,
        error_messages={"required": "いつからかを書いてください。"},
    )
    note = CleanCharField(
        label="説明", max_length=200, required=False, help_text="みなさんに見えます。人の名前は書きません。"
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        places = Municipality.objects.valid(today=today)
        for name in ("municipality", "covering_municipality"):
            offer_in_groups(self.fields[name], places, "prefecture")
        areas = WelfareArea.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]  # -- a ModelChoiceField
        self.fields["covering_agency"].agencies = Agency.objects.current(today=today)  # type: ignore[attr-defined]  # -- an AgencyField

    def clean(self) -> dict[str, Any]:
        """Exactly one place and exactly one who covers it, and never the place itself."""
        given = self.cleaned_data
        place, area = given.get("municipality"), given.get("area")
        if bool(place) == bool(area):
            self.add_error("municipality", "市町村か圏域の、どちらか一つを選んでください。")
        by, agency = given.get("covering_municipality"), given.get("covering_agency")
        if bool(by) == bool(agency) and "covering_agency" not in self.errors:
            self.add_error("covering_municipality", "受け持つ市町村か機関の、どちらか一つを書いてください。")
        if by and by == place:
            self.add_error("covering_municipality", "自分の市町村は、となりの受け持ちになりません。")
        return given
