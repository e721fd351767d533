"""The people of a meeting at which they are expected by name: chosen, never typed, and none named later."""

from typing import Any

from .forms import PersonForm

TYPED = ("name", "name_kana", "job", "later")


class PresentPersonForm(PersonForm):
    """One of those who are expected."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in TYPED:
            del self.fields[name]
        field = self.fields["colleague"]
        field.label, field.required = "出席する方", True
        field.error_messages |= {"required": "出席する方を選んでください。"}
        field.choices = [("", "選んでください"), *field.choices[1:]]  # type: ignore[attr-defined]  # -- a ChoiceField
