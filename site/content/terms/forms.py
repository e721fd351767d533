from typing import Any, ClassVar

import jaconv
from django import forms

from content.fields import LinesField
from foundation.japanese.text import clean_line
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import Kind
from .models import Term


class HiraganaField(CleanCharField):
    """A reading, stored in hiragana; katakana is taken as well."""

    def cleaned(self, value: str) -> str:
        return str(jaconv.kata2hira(jaconv.h2z(clean_line(value))))


class TermForm(forms.ModelForm):
    """One word with everything that is said of it."""

    word = CleanCharField(label="ことば", max_length=60, help_text="このサイトで使う書きかたです。")
    reading = HiraganaField(label="読みかた", max_length=100, help_text="ひらがなで書きます。")
    plain = CleanCharField(
        label="やさしく言うと", max_length=120, required=False, help_text="だれにでもわかる、短いことばです。"
    )
    explanation = CleanTextField(
        label="説明",
        max_length=300,
        required=False,
        help_text="1つか2つの文で書きます。「ことばの説明」に出すときは、これか「やさしく言うと」が要ります。",
    )
    # Nothing is chosen beforehand: a kind that nobody chose would be taken for somebody's word.
    kind = forms.ChoiceField(
        label="種類",
        choices=[("", "選んでください"), *Kind.choices],
        initial="",
        error_messages={"required": "種類を選んでください。"},
    )
    is_in_glossary = forms.BooleanField(
        label="「ことばの説明」に出す", required=False, help_text="だれでも読める用語集です。"
    )
    old_words = LinesField(
        label="使わないことば",
        required=False,
        most_characters=60,
        most_lines=20,
        help_text="1行に1つずつ書きます。古い名前や、人を傷つける言いかたです。",
    )
    note = CleanCharField(
        label="気をつけること", max_length=200, required=False, help_text="知らせることばのあとに出ます。"
    )
    source = CleanCharField(label="もとにした資料", max_length=200, required=False)

    class Meta:
        model = Term
        fields: ClassVar = [
            *("word", "reading", "plain", "explanation", "kind", "is_in_glossary"),
            *("old_words", "level", "note", "source"),
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            self.initial |= {"kind": "", "is_in_glossary": False}

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when a word would be replaced by itself."""
        cleaned = super().clean() or {}
        if cleaned.get("word") in cleaned.get("old_words", []):
            self.add_error("old_words", "「ことば」と同じものは書けません。")
        return cleaned
