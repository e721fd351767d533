"""Items of an agenda, cases by number alone, who leaves, what became of a case."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from events.desk_forms.fields import NumberField, offer
from foundation.ui.forms import CleanCharField
from outreach.study_groups.asking_again import AsksAgain
from outreach.study_groups.forms import DayForm
from outreach.study_groups.meetings.enums import CaseOutcome, ItemKind
from outreach.study_groups.meetings.models.agenda import LONGEST_ITEM
from outreach.study_groups.reference_field import ReferenceField
from outreach.study_groups.registries import OnTheRoll

KINDS = [each for each in ItemKind.choices if each[0] != ItemKind.CASE]


class MinutesField(NumberField):
    """How many minutes an item takes, also written as 20分."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="時間（分）", help_text="例：20", **options)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.strip().removesuffix("分") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        minutes = super().clean(value)
        if minutes is not None and minutes > LONGEST_ITEM:
            raise forms.ValidationError(f"時間は、{LONGEST_ITEM}分までです。")
        return minutes


class ItemForm(AsksAgain):
    """An item that is no case."""

    looked_through: ClassVar[tuple[str, ...]] = ("title", "presenter")
    may_name_agencies: ClassVar[tuple[str, ...]] = ("presenter",)
    kind = forms.ChoiceField(label="種類", choices=KINDS, initial=ItemKind.DISCUSSION)
    title = CleanCharField(label="題", max_length=80, help_text="例：前回の確認")
    presenter = CleanCharField(label="話す人、機関", max_length=60, required=False)
    minutes = MinutesField()


class CaseItemForm(forms.Form):
    """A case: its number, and how long."""

    reference = ReferenceField(
        label="事例の番号",
        help_text="例：R8-014。番号だけを書きます。事例の資料は、専用エリアの委員会室にあります。",
    )
    minutes = MinutesField()


class ItemMinutesForm(forms.Form):
    """Another length for an item."""

    minutes = MinutesField()


class RecusalForm(forms.Form):
    """Who of the roll leaves the room."""

    people = forms.MultipleChoiceField(
        label="席を外す人", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, roll: Iterable[OnTheRoll], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "people", [(str(each.person), each.choice) for each in roll])

    @property
    def chosen(self) -> Sequence[int]:
        return [int(each) for each in self.cleaned_data["people"]]


class CaseReportForm(DayForm):
    """When members were told what came of a case, and what."""

    outcome = forms.ChoiceField(label="その後", choices=CaseOutcome, widget=forms.RadioSelect)
