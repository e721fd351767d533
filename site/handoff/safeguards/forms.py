from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.enums import PrivateRole
from foundation.ui.forms import CleanCharField, WarekiDateField
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.models import AgencyCopy

from .enums import Way
from .rules import MAY_CONFIRM

CHOOSE = ("", "選んでください")
# What each kind needs besides its days, and what to say where it is missing.
NEEDED = {
    SafeguardKind.AGREEMENT: ("until", "取り決めの終わりの日を書いてください。"),
    SafeguardKind.PLEDGE: ("only_for", "どの引継ぎのための誓約書か、番号を書いてください。"),
    SafeguardKind.STATUTORY_SECRECY: ("law", "守秘義務を定める法律を書いてください。"),
    SafeguardKind.SUPPORT_MEETING: ("meeting_on", "支援会議の日を書いてください。"),
}


class SafeguardForm(forms.Form):
    """What binds a receiver, and how it gets things."""

    kind = forms.ChoiceField(
        label="種類",
        choices=[CHOOSE, *SafeguardKind.choices],
        error_messages={"required": "種類を選んでください。"},
    )
    agency = forms.ModelChoiceField(
        label="相手", queryset=AgencyCopy.objects.none(), required=False, empty_label="センター（わたしたち）"
    )
    way = forms.ChoiceField(label="渡し方", choices=Way.choices, initial=Way.PAPER)
    covers = forms.MultipleChoiceField(
        label="渡してよいもの",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "渡してよいものを、1つ以上選んでください。"},
    )
    since = WarekiDateField(label="いつから")
    until = WarekiDateField(label="いつまで", required=False)
    only_for = CleanCharField(
        label="引継ぎの番号", help_text="誓約書のとき。例：H8-7KQFW", max_length=12, required=False
    )
    law = CleanCharField(
        label="守秘義務を定める法律", help_text="例：地方公務員法34条", max_length=100, required=False
    )
    meeting_on = WarekiDateField(label="支援会議の日", required=False)
    signed_by = CleanCharField(label="署名した人の職名", max_length=60, required=False)
    paper_at = CleanCharField(label="書面のあるところ", max_length=100, required=False)

    def __init__(self, *args: Any, agencies: QuerySet[AgencyCopy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("since"), data.get("until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("until", "終わりの日は、はじまりの日よりあとにしてください。")
        kind = data.get("kind")
        if kind in NEEDED:
            name, words = NEEDED[SafeguardKind(kind)]
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return data

    def new(self) -> dict[str, Any]:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        details = {name: data[name] for name in ("way", "law", "meeting_on", "signed_by", "paper_at")}
        return {
            "kind": SafeguardKind(data["kind"]),
            "agency": data["agency"],
            "covers": frozenset(Part(each) for each in data["covers"]),
            "since": data["since"],
            "until": data["until"],
            "details": details | {"only_for": data["only_for"].upper()},
        }


class ConfirmersForm(forms.Form):
    """Who may say of each kind that it was signed: kinds × roles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in SafeguardKind:
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label,
                choices=[(role, PrivateRole(role).label) for role in MAY_CONFIRM],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": f"「{kind.label}」を確かめる人を、1つ以上選んでください。"},
            )

    def chosen(self) -> dict[SafeguardKind, frozenset[str]]:
        """Return what was chosen, as the service takes it."""
        return {kind: frozenset(self.cleaned_data[kind.value]) for kind in SafeguardKind}
