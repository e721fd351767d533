from collections.abc import Mapping
from typing import ClassVar
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError

from foundation.japanese.readings import BadNotation, Parts, has_kanji, is_kana, parse, problem_of
from foundation.ui.forms import CleanCharField

from .enums import WordKind
from .models import DictionaryWord
from .queries import Row

ALL = "all"


def _help(name: str) -> str:
    return str(DictionaryWord._meta.get_field(name).help_text)


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

    @property
    def mark(self) -> str:
        """A short mark of the words that the box showed, by which a changed box is known again."""
        return f"{self.row.digest[:12]}:{crc32(self.row.notation.encode()):08x}"

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
    """All sentences of a place; a button confirms all that wait, or one, and keeps what else was typed."""

    def __init__(self, rows: list[Row], posted: Mapping[str, str] | None) -> None:
        self.rows = [ReadingRow(row, posted.get(f"reading-{row.digest}") if posted else None) for row in rows]
        self.button = posted.get("confirm", "") if posted else ""
        self.marks_before = dict(
            mark.split(":", 1) for mark in (posted or {}).get("shown", "").split() if ":" in mark
        )

    @property
    def marks(self) -> str:
        """What each box shows, for the next answer: a box that somebody left alone says nothing."""
        return " ".join(each.mark for each in self.rows)

    def typed(self) -> dict[str, str]:
        """Return what was typed into the boxes, by sentence; a box that was not touched is left out."""
        return {each.row.sentence: each.typed for each in self.rows if self._was_changed(each)}

    def _was_changed(self, each: ReadingRow) -> bool:
        key, now = each.mark.split(":")
        before = self.marks_before.get(key, now)
        return f"{crc32(each.typed.encode()):08x}" != before

    def next_after(self, button: str) -> str:
        """Return the place on the screen where the work goes on after a sentence: the next that waits."""
        order = [each.row.digest for each in self.rows]
        if button not in order:
            return "waiting"
        at = order.index(button)
        following = (each for each in [*self.rows[at + 1 :], *self.rows[:at]] if not each.row.is_confirmed)
        return next((each.name for each in following), "waiting")

    @property
    def waiting(self) -> list[ReadingRow]:
        return [each for each in self.rows if not each.row.is_confirmed]

    @property
    def confirmed(self) -> list[ReadingRow]:
        return [each for each in self.rows if each.row.is_confirmed]

    @property
    def has_typed_confirmed(self) -> bool:
        """Whether somebody began to correct a sentence that is confirmed."""
        return any(each.row.typed for each in self.confirmed)

    @property
    def errors(self) -> list[ReadingRow]:
        return [each for each in self.rows if each.error]

    def chosen(self) -> dict[str, Parts] | None:
        """Return what is to be confirmed, by sentence; None when something typed is no reading."""
        wanted = self.waiting if self.button == ALL else [r for r in self.rows if r.row.digest == self.button]
        checked = [each.check() for each in wanted]
        return {each.row.sentence: each.parts for each in wanted} if all(checked) else None
