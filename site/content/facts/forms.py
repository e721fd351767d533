import secrets
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from content.forms import WrittenField
from foundation.japanese.dates import long_date, parse_date
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField, CleanTextField

from .models import PLACE, USUAL_OWNER, DatedFact
from .rules import number_in

# The database keeps twelve digits before the point.
LARGEST = 10**12


class ValueField(CleanCharField):
    """A value without its unit; numbers are stored in half-width figures."""

    def cleaned(self, value: str) -> str:
        text = super().cleaned(value)
        narrow = half_width(text)
        return narrow if narrow.replace(",", "").replace(".", "").isdecimal() else text

    def validate(self, value: str) -> None:
        super().validate(value)
        number = number_in(value)
        if number is not None and number >= LARGEST:
            raise ValidationError("数が大きすぎます。「12億」のように、ことばで書いてください。")


def day_field(label: str, **options: Any) -> WrittenField:
    """Return a field for a day written as on paper."""
    words = {"required": f"{label}を書いてください。"}
    return WrittenField(label=label, read=parse_date, show=long_date, error_messages=words, **options)


class ValueForm(forms.ModelForm):
    """A value, its days and its source."""

    value = ValueField(label="値", max_length=40, help_text="単位を付けずに書きます。例：670")
    unit = CleanCharField(
        label="単位", max_length=20, required=False, help_text="例：単位/日、円/日、か月、機関"
    )
    valid_from = day_field("使い始める日", help_text="例：令和9年4月1日")
    source_title = CleanCharField(label="出典", max_length=200, help_text="資料の名前です。")
    source_year = CleanCharField(
        label="いつの資料か", max_length=40, help_text="例：令和4年度当初、令和6年4月1日"
    )
    source_url = CleanCharField(
        label="出典のある場所",
        max_length=500,
        required=False,
        validators=[PLACE],
        help_text="ウェブのアドレスか、このサイトのファイルのアドレスです。",
    )
    note = CleanTextField(
        label="気をつけること", max_length=300, required=False, help_text="数字のそばに出ます。"
    )

    responsible = CleanCharField(
        label="担当",
        max_length=60,
        initial=USUAL_OWNER,
        help_text="この数字を確かめる係や役職です。",
    )

    class Meta:
        model = DatedFact
        fields: ClassVar = [
            *("value", "unit", "valid_from", "source_title", "source_year", "source_url", "note"),
            "responsible",
        ]


class NewValueForm(ValueForm):
    """The value that follows another. What does not change is there already; the source has to be new."""

    @classmethod
    def first_shown(cls, old: DatedFact) -> dict[str, Any]:
        """Return what stands in the form when it is opened."""
        return {
            "unit": old.unit,
            "source_title": old.source_title,
            "note": old.note,
            "responsible": old.responsible,
        }


class FactForm(ValueForm):
    """A figure with its first value."""

    key = forms.SlugField(
        label="目印",
        max_length=60,
        required=False,
        help_text="この数字の変わらない名前です（英数字と「-」）。空けておくと、自動でつきます。",
        error_messages={"invalid": "英数字と「-」だけで書いてください。例：gh-community-move"},
    )
    name = CleanCharField(label="何の数字か", max_length=80)
    valid_until = day_field("使い終わる日", required=False, help_text="決まっていなければ、空けておきます。")

    class Meta(ValueForm.Meta):
        fields: ClassVar = [
            *("name", "value", "unit", "valid_from", "valid_until"),
            *("source_title", "source_year", "source_url", "note", "responsible", "key"),
        ]

    def clean_key(self) -> str:
        """Return the key, one that nobody has when none was written."""
        return self.cleaned_data["key"] or f"fact-{secrets.token_hex(4)}"

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when the days are in the wrong order: no database compares such."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", "使い終わる日は、使い始める日より前にできません。")
        return cleaned


class ChangeFactForm(FactForm):
    """The same for a figure that is there: its key stays, its next check may be moved."""

    due_on = day_field("次に確かめる日", required=False, help_text="空けておくと、すぐに知らせます。")

    class Meta(FactForm.Meta):
        fields: ClassVar = [*FactForm.Meta.fields, "due_on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Still part of the form, so that the days are compared with the figure's other values.
        self.fields["key"].disabled = True
        self.fields["key"].help_text = "ページがこの名前でさがすので、変えられません。"

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when a value that another follows would lose its last day."""
        cleaned = super().clean()
        if self.instance.superseded_by_id and not cleaned.get("valid_until"):
            self.add_error("valid_until", "新しい値があるので、使い終わる日が要ります。")
        checked_on, due_on = self.instance.checked_on, cleaned.get("due_on")
        if checked_on and due_on and due_on <= checked_on:
            self.add_error("due_on", "次に確かめる日は、確かめた日よりあとにしてください。")
        return cleaned
