"""Forms of choices and numbers only, so that nothing personal can slip into the counts."""

from typing import Any

from django import forms

from directory.models import Municipality
from foundation.exports.fiscal_months import MONTHS_OF_A_FISCAL_YEAR
from foundation.ui.forms import WarekiDateField

from .enums import AskerKind, Outcome, TalkWay, Theme
from .models import Consultation
from .queries import facts_of
from .rules import LONGEST_TALK_MINUTES, Talk


def select(label: str, choices: Any, first: str = "", **options: Any) -> forms.ChoiceField:
    """Return a drop-down list; `first` is the word for no choice yet."""
    ask = f"{label}を選んでください。"
    words = {"required": ask, "invalid_choice": ask}
    return forms.ChoiceField(label=label, choices=[("", first), *choices], error_messages=words, **options)


class TalkForm(forms.Form):
    """How an answer or a talk went, as it is counted."""

    day = WarekiDateField(label="返事や相談をした日")
    way = select("方法", TalkWay.choices, "選んでください")
    theme = select("おもな内容", Theme.choices, "選んでください")
    outcome = select("結果", Outcome.choices, "選んでください")
    minutes = forms.IntegerField(
        label="かかった時間（分）",
        min_value=1,
        max_value=LONGEST_TALK_MINUTES,
        help_text="だいたいでかまいません。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "かかった時間を、分で書いてください。",
            "invalid": "かかった時間を、数字で書いてください。例：15",
            "min_value": "1分から書いてください。",
            "max_value": f"{LONGEST_TALK_MINUTES}分までで書いてください。",
        },
    )
    municipality = forms.ModelChoiceField(
        label="市町村",
        queryset=Municipality.objects.filter(successor=None).order_by("code"),
        required=False,
        empty_label="わからない・書かない",
        error_messages={"invalid_choice": "市町村を選びなおしてください。"},
    )

    @property
    def talk(self) -> Talk:
        said = self.cleaned_data
        place = said["municipality"]
        return Talk(
            said["theme"],
            said["day"],
            said["way"],
            said["minutes"],
            said["outcome"],
            place.pk if place else None,
        )


class ConsultationForm(TalkForm):
    """A talk that did not come by the form."""

    field_order = ("day", "asker_kind")
    asker_kind = select("相談した方", AskerKind.choices, "選んでください")

    @classmethod
    def of(cls, consultation: Consultation, data: Any = None) -> "ConsultationForm":
        """Return the form with what was counted; who sent a message is not asked again."""
        form = cls(data, initial=facts_of(consultation))
        # A place that has become part of another one since stays as it was written down.
        form.fields["municipality"].queryset |= Municipality.objects.filter(pk=consultation.municipality_id)  # type: ignore[attr-defined]  # -- a ModelChoiceField
        if consultation.is_answer:
            del form.fields["asker_kind"]
        return form


class CloseForm(forms.Form):
    """How a talk ended that went on."""

    outcome = select(
        "どう終わりましたか",
        [each for each in Outcome.choices if each[0] != Outcome.GOES_ON],
        "選んでください",
    )

    @property
    def refusal(self) -> str:
        """The sentence that says what is missing."""
        return "どう終わったかを選んでから、「終わりにする」を押してください。"


class ListForm(forms.Form):
    """Narrows the list; a value that is not offered asks for nothing."""

    month = forms.TypedChoiceField(
        choices=[(month, f"{month}月") for month in MONTHS_OF_A_FISCAL_YEAR], coerce=int, required=False
    )

    @property
    def wanted_month(self) -> int | None:
        self.full_clean()
        return self.cleaned_data.get("month") or None
