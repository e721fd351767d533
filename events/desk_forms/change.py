"""What the desk writes anew of an application: its contact, and what the group and its manager said."""

from typing import Any

from django import forms

from events.enums import DECIDES_AT_ONCE
from events.forms import ContactForm, WordsField
from events.models import Application

from .fields import NumberField


class DeskChangeForm(ContactForm):
    """Contact, with how few people a group takes part, and its manager's name where the event asks for it."""

    least_people = NumberField(
        label="何人からなら参加するか",
        required=False,
        help_text="空けておくと、全員いっしょのときだけ席を取ります。減らすと、すぐに席が決まることがあります。",
    )
    manager_name = WordsField(
        label="了承した所属長のお名前",
        max_length=60,
        error_messages={"required": "了承した所属長のお名前を書いてください。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, application: Application, people: int) -> None:
        shown = {name: getattr(application, name) for name in self.base_fields}
        super().__init__(data, initial=shown)
        self.people = people
        event = application.session.event
        if event.admission in DECIDES_AT_ONCE or people < 2:  # noqa: PLR2004 -- a group
            del self.fields["least_people"]
        if not event.asks_for_manager:
            del self.fields["manager_name"]

    def clean(self) -> dict[str, Any]:
        """Refuse more people than there are."""
        cleaned = super().clean()
        if (cleaned.get("least_people") or 1) > self.people:
            self.add_error("least_people", f"参加する方は{self.people}人です。それより多くは書けません。")
        return cleaned

    @property
    def contact(self) -> dict[str, Any]:
        """The values under the names that services take."""
        own = [name for name in ("least_people", "manager_name") if name in self.fields]
        return super().contact | {name: self.cleaned_data[name] for name in own}
