from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms

from foundation.japanese.dates import clock_time, parse_time
from foundation.ui.forms import CleanCharField, CleanTextField

from .rules import Word


def field_of(word: Word) -> CleanCharField:
    """Return the field that asks for one text of a record."""
    kind = CleanTextField if word.is_long else CleanCharField
    return kind(label=word.label, help_text=word.hint, max_length=word.longest, required=word.is_needed)


class WordsForm(forms.Form):
    """The texts of a record, as its table of words asks for them."""

    words: Sequence[Word] = ()

    def __init__(self, *args: Any, words: Sequence[Word] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = self.words if words is None else words
        for word in self.words:
            self.fields[word.name] = field_of(word)

    def texts(self) -> dict[str, str]:
        """Return what was written, without what was left empty."""
        data = self.cleaned_data
        return {word.name: data[word.name] for word in self.words if data.get(word.name)}


class StepForm(forms.Form):
    """What a step from one state to the next asks for."""

    def __init__(self, *args: Any, asks: str = "", is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks:
            self.fields["words"] = CleanTextField(label=asks, max_length=1_000, required=is_needed)


class TimeField(CleanCharField):
    """A time of day, as people write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def prepare_value(self, value: Any) -> Any:
        return clock_time(value) if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        """Return the time. Raises ValidationError with what to write instead."""
        text = super().clean(value)
        try:
            return parse_time(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
