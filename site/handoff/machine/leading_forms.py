"""What leads write: telephone calls, what was told in an emergency, what opens when."""

from typing import Any
from uuid import uuid4

from django import forms

from foundation.ui.forms import CleanCharField, CleanTextField
from handoff.disclosure.enums import BasisKind, Part, Step

from .enums import GROUNDS, ToldHow
from .forms import LONGEST
from .services.emergencies import Telling

NEVER = ("", "開かない")


class CallForm(forms.Form):
    """A telephone call."""

    words = CleanTextField(
        label="だれと、何を話したか",
        max_length=LONGEST,
        error_messages={"required": "だれと、何を話したかを書いてください。"},
    )


class ReviewForm(forms.Form):
    """What was found when looking at an emergency afterwards."""

    words = CleanTextField(
        label="確かめたこと",
        help_text="知らせたものは、要るものだけだったか。これからどうするか。",
        max_length=LONGEST,
        error_messages={"required": "確かめたことを書いてください。"},
    )


class EmergencyForm(forms.Form):
    """What is told at once, to whom, on which ground and why."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(label="根拠", error_messages={"required": "根拠を選んでください。"})
    parts = forms.MultipleChoiceField(
        label="知らせるもの（要るものだけ）",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "知らせるものを選んでください。"},
    )
    told_to = CleanCharField(
        label="だれに",
        help_text="例：見本病院の夜間の看護師長",
        max_length=200,
        error_messages={"required": "だれに知らせるかを書いてください。"},
    )
    how = forms.ChoiceField(
        label="どのように",
        choices=[("", "選んでください"), *ToldHow.choices],
        error_messages={"required": "どのように知らせるかを選んでください。"},
    )
    reason = CleanTextField(
        label="なぜ、いま知らせるのか",
        max_length=LONGEST,
        error_messages={"required": "わけを書いてください。"},
    )

    def __init__(self, *args: Any, parts: frozenset[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"key": uuid4()}})
        for name, choices in (
            ("ground", [("", "選んでください"), *((each.value, each.label) for each in GROUNDS)]),
            ("parts", [(part.value, part.label) for part in Part if part in parts]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def telling(self) -> Telling:
        """Return what the form says, as the service takes it."""
        data = self.cleaned_data
        return Telling(
            ground=BasisKind(data["ground"]),
            parts=frozenset(Part(each) for each in data["parts"]),
            how=ToldHow(data["how"]),
            told_to=data["told_to"],
            reason=data["reason"],
            key=data["key"],
        )


class ProfileForm(forms.Form):
    """At which step each part opens for one kind of receiver."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            self.fields[part.value] = forms.TypedChoiceField(
                label=part.label,
                choices=[NEVER, *Step.choices],
                coerce=lambda value: Step(int(value)),
                empty_value=None,
                required=False,
            )

    def steps(self) -> dict[Part, Step]:
        """Return which part opens at which step."""
        found = {part: self.cleaned_data[part.value] for part in Part}
        return {part: step for part, step in found.items() if step is not None}
