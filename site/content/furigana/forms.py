from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from foundation.ui.forms import CleanCharField

from .enums import WordKind
from .models import DictionaryWord
from .queries import Row
from .rules import BadNotation, Parts, has_kanji, is_kana, parse, problem_of

ALL = "all"


def _help(name: str) -> str:
    return str(DictionaryWord._meta.get_field(name).help_text)  # noqa: SLF001 -- Django's public-by-habit name


class DictionaryWordForm(forms.ModelForm):
    """One word and the one way in which the centre reads it."""

    word = CleanCharField(label="ことば", max_length=60, help_text=_help("word"))
    reading = CleanCharField(label="読み", max_length=120, help_text=_help("reading"))
    kind = forms.ChoiceField(label="種類", choices=WordKind.choices, initial=WordKind.TERM)
    note = CleanCharField(label="メモ", max_length=200, required=False, help_text=_help("note"))

    class Meta:
        model = DictionaryWord
        fields: ClassVar = ["word", "reading", "kind", "note"]

    def clean_word(self) -> str:
        """Return the word. Raises ValidationError when it has no kanji to be read."""
        word: str = self.cleaned_data["word"]
        if not has_kanji(word):
            raise ValidationError("漢字のあることばを書いてください。")
        return word

    def clean_reading(self) -> str:
        """Return the reading. Raises ValidationError when it is not kana alone."""
        reading = self.cleaned_data["reading"].replace(" ", "")
        if not is_kana(reading):
            raise ValidationError("読みは、ひらがなかカタカナだけで書いてください。")
        return reading


class ReadingRow:
    """One sentence on the screen, with what was typed for it and what is wrong with that."""

    def __init__(self, row: Row, typed: str | None) -> None:
        self.row = row
        self.typed = row.notation if typed is None else typed.strip()
        self.parts: Parts = row.parts
        self.error = ""

    @property
    def name(self) -> str:
        return f"reading-{self.row.digest}"

    def check(self) -> bool:
        """Read what was typed; whether it is a reading of the sentence. Otherwise `error` says what to do."""
        try:
            parts = parse(self.typed)
        except BadNotation as error:
            self.error = str(error)
            return False
        self.error = problem_of(parts, self.row.sentence)
        if not self.error:
            self.parts = parts
        return not self.error


class ReadingsForm:
    """All sentences of a place; a button confirms all that wait, or one."""

    def __init__(self, rows: list[Row], posted: Mapping[str, str] | None) -> None:
        self.rows = [ReadingRow(row, posted.get(f"reading-{row.digest}") if posted else None) for row in rows]
        self.button = posted.get("confirm", "") if posted else ""

    @property
    def waiting(self) -> list[ReadingRow]:
        return [each for each in self.rows if not each.row.is_confirmed]

    @property
    def confirmed(self) -> list[ReadingRow]:
        return [each for each in self.rows if each.row.is_confirmed]

    @property
    def errors(self) -> list[ReadingRow]:
        return [each for each in self.rows if each.error]

    def chosen(self) -> dict[str, Parts] | None:
        """Return what is to be confirmed, by sentence; None when something typed is no reading."""
        wanted = self.waiting if self.button == ALL else [r for r in self.rows if r.row.digest == self.button]
        checked = [each.check() for each in wanted]
        return {each.row.sentence: each.parts for each in wanted} if all(checked) else None
