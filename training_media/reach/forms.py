from collections.abc import Iterable
from typing import Any

from django import forms

from .enums import NAMES_REASONS, PROOF_REASONS, By, Form
from .enums import Reason as Why
from .scopes import NOWHERE, Audience, Wish, municipality_of

ALL = ("", "すべて")
NARROWING = ("kind", "area", "municipality")
CHOOSE_AGAIN = {"invalid_choice": "書かれているものの中から、選びなおしてください。"}
WHY = "名前を外に出すので、だれが、いつ、何のために出したかを記録します。"


class WishForm(forms.Form):
    """What the page counts and by what it tells apart; sent in the address, so that it can be kept."""

    by = forms.ChoiceField(
        label="分け方", choices=By, required=False, initial=By.KIND, error_messages=CHOOSE_AGAIN
    )
    kind = forms.ChoiceField(label="事業所の種類", required=False, error_messages=CHOOSE_AGAIN)
    area = forms.ChoiceField(label="圏域", required=False, error_messages=CHOOSE_AGAIN)
    municipality = forms.ChoiceField(label="市町村", required=False, error_messages=CHOOSE_AGAIN)

    def __init__(self, data: Any, *, audience: Audience) -> None:
        super().__init__(data)
        agencies = audience.agencies
        kinds = {each.kind_id: (each.kind.position, each.kind.name) for each in agencies}
        towns = {municipality_of(each) for each in agencies}
        areas = {audience.areas.get(each.pk, NOWHERE) for each in agencies}
        self._offer("kind", [(key, kinds[key][1]) for key in sorted(kinds, key=lambda each: kinds[each])])
        self._offer("area", [(each, each) for each in sorted(areas)])
        self._offer("municipality", [(each, each) for each in sorted(towns)])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *choices]

    @property
    def by_what(self) -> By:
        return By(self.cleaned_data.get("by") or By.KIND)

    @property
    def wish(self) -> Wish:
        values = self.cleaned_data
        return Wish(*(values.get(name, "") for name in NARROWING))

    @property
    def chosen(self) -> list[str]:
        """What it narrows to, in the words that the reader chose."""
        found = []
        for name in NARROWING:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            if value := self.cleaned_data.get(name):
                found.append(f"{field.label}：{dict(field.choices)[value]}")
        return found


class NamesForm(forms.Form):
    """Why the names of people are taken away."""

    reason = forms.ChoiceField(
        label="何に使うか",
        choices=[(each, each.label) for each in NAMES_REASONS],
        widget=forms.RadioSelect,
        help_text=WHY,
    )


class ProofForm(forms.Form):
    """In which form the proof of an agency is taken away, and why."""

    form = forms.ChoiceField(
        label="どの形で受け取るか", choices=Form, initial=Form.PAPER, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label="何に使うか",
        choices=[(each, each.label) for each in PROOF_REASONS],
        initial=Why.INSPECTION,
        widget=forms.RadioSelect,
        help_text=WHY,
    )
