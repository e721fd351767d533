"""What somebody says in a hand-off, and what a receiver on paper said."""

from typing import Any
from uuid import uuid4

from django import forms

from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN

from .enums import Audience, HeardBy
from .services.talking import Heard

MOST_LETTERS = 2_000


class SayForm(forms.Form):
    """A message. Only whoever chooses so on purpose shows it to the other side."""

    words = CleanTextField(
        label="書くこと",
        max_length=MOST_LETTERS,
        help_text="名前、事件、病気のことは、ここに書かず、渡す書類に書いてください。",
    )
    audience = forms.ChoiceField(
        label="だれが読みますか",
        widget=forms.RadioSelect,
        error_messages={"required": "だれが読むかを選んでください。"},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, other_side: str, is_receiver: bool, may_share: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_receiver:
            del self.fields["audience"]
            return
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.initial = Audience.INSIDE
        field.choices = [(Audience.INSIDE.value, "内部：わたしたちだけが読みます")]
        if may_share:
            field.choices = [*field.choices, (Audience.SHARED.value, f"「{other_side}」にも見せます")]

    @property
    def chosen(self) -> Audience:
        return Audience(self.cleaned_data.get("audience", Audience.SHARED))


class HeardForm(forms.Form):
    """What a receiver on paper said: who, when and how."""

    who = CleanCharField(label="だれから", max_length=100, help_text="例：福祉課の係長")
    on = WarekiDateField(label="いつ聞いたか", earliest=WORK_BEGAN)
    how = forms.ChoiceField(
        label="どのように",
        choices=[("", "選んでください"), *HeardBy.choices],
        error_messages={"required": "どのように聞いたかを選んでください。"},
    )
    words = CleanTextField(label="聞いたこと", max_length=MOST_LETTERS)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def heard(self) -> Heard:
        data = self.cleaned_data
        return Heard(who=data["who"], on=data["on"], how=HeardBy(data["how"]))
