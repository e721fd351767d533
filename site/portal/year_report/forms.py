"""What people of the desk write of a report."""

from collections.abc import Sequence
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from foundation.japanese.dates import fiscal_year_label
from foundation.ui.forms import CleanCharField, CleanTextField

LONG = forms.Textarea(attrs={"rows": 12})
PARAGRAPHS = "段落の間は、1行あけます。人数を書くときは、表で「非表示」になる数を書かないでください。"


class BeginForm(DeskForm):
    """Of which year a report is begun."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["fiscal_year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, fiscal_year_label(year)) for year in years]


class WordsForm(DeskForm):
    """Title and foreword."""

    title = CleanCharField(label="題名", max_length=80)
    foreword = CleanTextField(
        label="はじめに", max_length=3000, required=False, widget=LONG, help_text=PARAGRAPHS
    )


class ChapterForm(DeskForm):
    """Heading and words of one chapter."""

    heading = CleanCharField(label="見出し", max_length=60)
    words = CleanTextField(label="文", max_length=4000, required=False, widget=LONG, help_text=PARAGRAPHS)
