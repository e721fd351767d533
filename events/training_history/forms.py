from django import forms

from foundation.ui.forms import CleanCharField

from .enums import HistoryForm, HistoryReason


class SearchForm(forms.Form):
    """Whom to look for; it is sent so that no name stands in an address."""

    words = CleanCharField(label="お名前、フリガナ、事業所", max_length=60)


class TakeForm(forms.Form):
    """In which form a history is taken away, and why."""

    form = forms.ChoiceField(
        label="どの形で受け取るか", choices=HistoryForm, initial=HistoryForm.PAPER, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label="何に使うか",
        choices=HistoryReason,
        initial=HistoryReason.PROOF,
        widget=forms.RadioSelect,
        help_text="名前を外に出すので、だれが、いつ、何のために出したかを記録します。",
    )
