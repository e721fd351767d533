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

# As much as one thing that somebody writes of a hand-off, in letters.
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
            self.fields |= people_fields(people)
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_one_person(self, data)
        return data

    def answer(self) -> Answer:
        """Return what the form says, as the service takes it."""
        data = self.cleaned_data
        words = {name: data.get(name, "") for name in ("reason", "code", "told_by")}
        return Answer(seen=data["seen"], key=data["key"], receivers=named_in(data), **words)


class ReceiversForm(forms.Form):
    """Who of the receiving side has a hand-off in hand."""

    def __init__(self, *args: Any, people: QuerySet[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= people_fields(people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_one_person(self, data)
        return data

    def named(self) -> tuple[Named, ...]:
        return named_in(self.cleaned_data)


def people_fields(people: QuerySet[Person] | None) -> dict[str, forms.Field]:
    """Return fields for the two who have it in hand: a list where they are here, else by their office."""
    return {
        name: CleanCharField(label=f"{label}（職名）", max_length=60)
        if people is None
        else forms.ModelChoiceField(
            label=label,
            queryset=people,
            empty_label="選んでください",
            error_messages={"required": f"{label}を選んでください。"},
        )
        for name, label in (("main", "主担当"), ("second", "副担当"))
    }


def refuse_one_person(form: forms.Form, data: dict[str, Any]) -> None:
    """Say so where both are the same."""
    if data.get("main") and data.get("main") == data.get("second"):
        form.add_error("second", "主担当と副担当は、別の人にしてください。")


def named_in(data: dict[str, Any]) -> tuple[Named, ...]:
    """Return whom a form names."""
    places = (("main", Place.MAIN), ("second", Place.SECOND))
    return tuple(_named(place, data[name]) for name, place in places if data.get(name))


def _named(place: Place, who: Person | str) -> Named:
    return Named(place=place, name=who) if isinstance(who, str) else Named(place=place, person=who)
