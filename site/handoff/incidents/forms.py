from typing import Any

from django import forms

from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN

from .enums import WRITTEN_BY_HAND, Criterion, Exemption, Item, Kind
from .rules import HINTS, SOURCES
from .services.handling import ItemWords, Judgement
from .services.reporting import Word

CHOOSE = ("", "選んでください")
KNOWN = "わかっている"


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="何が起きましたか",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "近いものを、1つ選んでください。"},
    )


class ReportForm(forms.Form):
    """What happened and when it was found: written within a minute, and by anybody."""

    kind = _kind()
    what = CleanTextField(
        label="起きたこと",
        help_text="わかることだけで、かまいません。だれのせいかは、書かなくてよいです。",
        max_length=3_000,
    )
    found_on = WarekiDateField(label="気づいた日", earliest=WORK_BEGAN)
    about = CleanCharField(
        label="引継ぎかケースの番号",
        help_text="わかるときだけ。例：H8-7KQFW",
        max_length=12,
        required=False,
    )

    def word(self) -> Word:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        return Word(
            kind=Kind(data["kind"]), what=data["what"], found_on=data["found_on"], about=data["about"]
        )


class AssessmentForm(forms.Form):
    """Which situations of the law are there, and whether one of the ways out applies."""

    kind = _kind()
    criteria = forms.MultipleChoiceField(
        label="あてはまるもの",
        help_text="起きたときだけでなく、そのおそれがあるときも選びます。1つでもあれば、報告が要ります。",
        choices=[(each.value, f"{each.label}（{SOURCES[each]}）") for each in Criterion],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    exemption = forms.ChoiceField(
        label="報告がいらなくなるわけ",
        choices=[
            (each.value, f"{each.label}（{SOURCES[each]}）" if each in SOURCES else each.label)
            for each in Exemption
        ],
        widget=forms.RadioSelect,
        initial=Exemption.NONE,
        error_messages={"required": "1つ選んでください。"},
    )
    reason = CleanTextField(
        label="そう決めたわけ", help_text="だれに聞いたか、何で確かめたかも書きます。", max_length=2_000
    )

    def judgement(self) -> Judgement:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        return Judgement(
            kind=Kind(data["kind"]),
            criteria=frozenset(Criterion(each) for each in data["criteria"]),
            exemption=Exemption(data["exemption"]),
            reason=data["reason"],
        )


class ItemsForm(forms.Form):
    """The nine items of a report, each with whether it is known already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, item in enumerate(Item, start=1):
            self.fields[f"{item}_text"] = CleanTextField(
                label=f"{number}．{item.label}", help_text=HINTS[item], max_length=3_000, required=False
            )
            self.fields[f"{item}_known"] = forms.BooleanField(
                label=f"{item.label}は、{KNOWN}", required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in Item:
            if data.get(f"{item}_known") and not data.get(f"{item}_text"):
                self.add_error(f"{item}_text", "わかっていることを書いてください。")
        return data

    def items(self) -> dict[Item, ItemWords]:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        return {item: ItemWords(text=data[f"{item}_text"], is_known=data[f"{item}_known"]) for item in Item}


class DoneForm(forms.Form):
    """On which day something was done, and what there is to say of it."""

    done_on = WarekiDateField(label="した日", earliest=WORK_BEGAN)
    words = CleanTextField(label="くわしく", max_length=2_000, required=False)


class StepForm(DoneForm):
    """Who was told, what came back: with its day."""

    kind = forms.ChoiceField(
        label="したこと",
        choices=[CHOOSE, *[(each.value, each.label) for each in WRITTEN_BY_HAND]],
        error_messages={"required": "したことを選んでください。"},
    )
    field_order = ("kind", "done_on", "words")


class CloseForm(forms.Form):
    """What everybody at the centre may learn from it."""

    lesson = CleanTextField(
        label="これから気をつけること",
        help_text="センターの全員が読みます。名前、番号、だれのことかわかることは書きません。",
        max_length=1_000,
    )
