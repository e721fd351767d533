"""The box for a case's number, the same in all rooms."""

from typing import Any

from django import forms

from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField

from .references import is_reference

SHAPE = "事例の番号は、R8-014 のように、番号だけを書いてください。名前やことばは書けません。"


class ReferenceField(CleanCharField):
    """A case's number and nothing besides, in any width, with or without spaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def cleaned(self, value: str) -> str:
        """Return the number as it is stored."""
        return "".join(half_width(super().cleaned(value)).split()).upper()

    def validate(self, value: str) -> None:
        """Refuse anything else: no word about a case goes in. Raises ValidationError."""
        super().validate(value)
        if value and not is_reference(value):
            raise forms.ValidationError(SHAPE)
