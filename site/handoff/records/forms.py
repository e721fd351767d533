from collections.abc import Sequence
from typing import Any

from django import forms

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
