from typing import Any

from django import forms

from foundation.ui.forms import WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.records.forms import WordsForm

from .rules import STEP_WORDS, WORDS


class PlanForm(WordsForm):
    """The plan of a release day."""

    words = WORDS
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    day = WarekiDateField(label="出所の日", earliest=WORK_BEGAN)


class ReleaseStepForm(WordsForm):
    """One thing of that day."""

    words = STEP_WORDS


class TickForm(forms.Form):
    """Whether a step is done."""

    is_done = forms.BooleanField(required=False)

    def is_ticked(self) -> bool:
        """Return what the button says; whatever is not understood is not done."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return bool(data.get("is_done"))
