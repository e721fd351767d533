from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from accounts.models import Person
from foundation.ui.forms import CleanCharField
from handoff.cases.enums import Place

from .enums import Deed, Reason
from .reasons import CODES
from .rules import TRANSITIONS
from .services.moving import Answer
from .services.naming import Named

LONGEST = 2_000


class DeedForm(forms.Form):
    """What a deed asks for, with the page that was seen and a key that makes a second press the same."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        deed: Deed,
        version: int,
        is_on_behalf: bool,
        people: QuerySet[Person] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"seen": version, "key": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        row = TRANSITIONS[deed]
        if deed == Deed.ACCEPT:
            self._ask_for_people(people)
        if row.reason == Reason.CODED:
            choices = [("", "選んでください"), *CODES[deed].items()]
            needed = {"required": "理由を選んでください。"}
            self.fields["code"] = forms.ChoiceField(label="理由", choices=choices, error_messages=needed)
        if row.reason != Reason.NONE:
            self.fields["reason"] = CleanCharField(
                label="くわしく" if row.reason == Reason.CODED else "ことば",
                max_length=LONGEST,
                required=row.reason == Reason.WORDS,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        if is_on_behalf:
            self.fields["told_by"] = CleanCharField(
                label="相手のだれから、いつ、どのように",
                help_text="例：福祉課の係長から、今日の午後、電話で",
                max_length=200,
            )

    def _ask_for_people(self, people: QuerySet[Person] | None) -> None:
        """Ask for the two who have it in hand: from a list where they are here, else by their office."""
        for name, label in (("main", "主担当"), ("second", "副担当")):
            self.fields[name] = (
                CleanCharField(label=f"{label}（職名）", max_length=60)
                if people is None
                else forms.ModelChoiceField(
                    label=label,
                    queryset=people,
                    empty_label="選んでください",
                    error_messages={"required": f"{label}を選んでください。"},
                )
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("main") and data.get("main") == data.get("second"):
            self.add_error("second", "主担当と副担当は、別の人にしてください。")
        return data

    def answer(self) -> Answer:
        """Return what the form says, as the service takes it."""
        data = self.cleaned_data
        named = tuple(
            Named(place=place, name=data[field])
            if isinstance(data[field], str)
            else Named(place=place, person=data[field])
            for field, place in (("main", Place.MAIN), ("second", Place.SECOND))
            if data.get(field)
        )
        words = {name: data.get(name, "") for name in ("reason", "code", "told_by")}
        return Answer(seen=data["seen"], key=data["key"], receivers=named, **words)


def _named(place: Place, who: Person | str) -> Named:
    return Named(place=place, name=who) if isinstance(who, str) else Named(place=place, person=who)
