from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.admin.forms.models import WagtailAdminModelForm

from content.fields import LinesField
from foundation.japanese.text import clean_line, is_kana, to_katakana

from .models import Tag


class TagForm(WagtailAdminModelForm):  # type: ignore[misc]  # -- Wagtail has no types
    synonyms = LinesField(label="同じ意味のことば", required=False, most_characters=100)

    class Meta:
        model = Tag
        fields: ClassVar = ["name", "reading", "synonyms", "note"]
        labels: ClassVar = {"name": "タグ"}

    def clean_name(self) -> str:
        """Return the name in one spelling. Raises when another tag bears it, or has it as a synonym."""
        name = clean_line(self.cleaned_data["name"])
        if not slugify(name, allow_unicode=True):
            raise ValidationError("漢字、かな、英字、数字のどれかを入れてください。アドレスに使います。")
        others = Tag.objects.exclude(pk=self.instance.pk)
        if others.filter(name=name).exists() or others.filter(synonyms__contains=[name]).exists():
            raise ValidationError("ほかのタグで使われていることばです。一つにするときは「統合」を使います。")
        return name

    def clean_reading(self) -> str:
        reading = clean_line(self.cleaned_data["reading"])
        if not is_kana(to_katakana(reading)):
            raise ValidationError("読みは、ひらがなで書いてください。")
        return reading


class MergeForm(forms.Form):
    merged = forms.ModelChoiceField(label="なくすタグ", queryset=Tag.objects.all())
    kept = forms.ModelChoiceField(label="残すタグ", queryset=Tag.objects.all())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kept") and cleaned.get("kept") == cleaned.get("merged"):
            self.add_error("kept", "なくすタグとは別のタグを選んでください。")
        return cleaned
