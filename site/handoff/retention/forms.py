from typing import Any

from django import forms

from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.models import AgencyCopy

from .enums import HoldKind, RecordClass, ReplyWay, Unit
from .rules import Period

CHOOSE = ("", "選んでください")


def _chosen(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[CHOOSE, *choices],
        error_messages={"required": f"{label}を選んでください。"},
    )


class PeriodForm(forms.Form):
    """How long a class is kept from now on, and on what ground."""

    kind = _chosen("記録", RecordClass.choices)
    amount = forms.IntegerField(
        label="期間",
        min_value=1,
        error_messages={
            "required": "期間を、数字で書いてください。",
            "invalid": "期間を、数字で書いてください。",
            "min_value": "1以上の数にしてください。",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = _chosen("単位", Unit.choices)
    source = CleanCharField(label="根拠", help_text="例：委託契約書 第12条", max_length=200)

    def period(self) -> Period:
        """Return what was written, as the service takes it."""
        return Period(amount=self.cleaned_data["amount"], unit=Unit(self.cleaned_data["unit"]))


class HoldForm(forms.Form):
    """Why nothing of a case may be destroyed."""

    kind = _chosen("なぜ止めるか", HoldKind.choices)
    reason = CleanTextField(label="わけ", help_text="このケースの鍵で封じます。", max_length=1_000)


class ReplyForm(forms.Form):
    """Which partner told when, and how, that it holds nothing more."""

    agency = forms.ModelChoiceField(
        label="知らせた相手",
        queryset=AgencyCopy.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "知らせた相手を選んでください。"},
    )
    told_on = WarekiDateField(label="知らせのあった日", earliest=WORK_BEGAN)
    way = _chosen("どのように", ReplyWay.choices)

    def __init__(self, *args: Any, agencies: list[AgencyCopy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = AgencyCopy.objects.filter(pk__in=[each.pk for each in agencies])

    def agency_id(self) -> int:
        """Return which partner was chosen."""
        return int(self.cleaned_data["agency"].pk)
