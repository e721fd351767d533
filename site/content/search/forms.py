from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from .models import SynonymGroup
from .rules import LEAST_WORDS_OF_A_GROUP, words_of_lines

LONGEST_WORD = 40
MOST_WORDS_OF_A_GROUP = 12


class SynonymGroupForm(WagtailAdminModelForm):  # type: ignore[misc]  # -- Wagtail has no types
    """A group of words, one on each line."""

    words = forms.CharField(
        label="ことば",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "1行に一つずつ、2つ以上書いてください。どれか一つでさがした人に、ほかのことばで書いたものも"
            "出ます。ひらがなとカタカナ、全角と半角のちがいは、書き分けなくてかまいません。"
        ),
    )

    field_order = ("words", "note")

    class Meta:
        model = SynonymGroup
        fields = ("note",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["words"] = "\n".join(each.word for each in self.instance.words.all())

    def clean_words(self) -> list[str]:
        """Return the words. Raises for too few, too many and too long ones."""
        words = words_of_lines(self.cleaned_data["words"])
        if len(words) < LEAST_WORDS_OF_A_GROUP:
            raise ValidationError("同じ意味のことばを、1行に一つずつ、2つ以上書いてください。")
        if len(words) > MOST_WORDS_OF_A_GROUP:
            raise ValidationError(f"一つの組に入れるのは、{MOST_WORDS_OF_A_GROUP}までにしてください。")
        for word in words:
            if len(word) > LONGEST_WORD:
                raise ValidationError(f"「{word[:10]}…」は長すぎます。{LONGEST_WORD}字までにしてください。")
        return words
