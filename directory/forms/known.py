"""A question that is answered with yes or no, or that nobody has answered yet."""

from typing import Any

from django import forms

_ANSWERS = {"unknown": None, "yes": True, "no": False}


class YesNoField(forms.TypedChoiceField):
    """Yes, no or not known, each in words of its own; gives True, False or None, and takes them."""

    def __init__(self, *, yes: str, no: str, unknown: str, **options: Any) -> None:
        choices = [("unknown", unknown), ("yes", yes), ("no", no)]
        super().__init__(choices=choices, coerce=_ANSWERS.get, empty_value=None, **options)

    def prepare_value(self, value: Any) -> Any:
        words = {answer: word for word, answer in _ANSWERS.items()}
        return words.get(value, value)
