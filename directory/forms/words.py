"""The words that belong to staff once the code list has brought them."""

from typing import ClassVar

from django import forms

from content.fields import LinesField
from directory.models import Condition, ServiceKind
from foundation.ui.forms import CleanCharField, KanaField

ALIASES = "1行に一つずつ書きます。ふだんの言い方や短い言い方で、さがせるようになります。例：特養、ケアマネ"


class ServiceKindForm(forms.ModelForm):
    """How people call a kind of service, how it is read, and what it is in easy words."""

    short_name = CleanCharField(label="短い名前", max_length=30)
    reading = KanaField(label="読み", max_length=80)
    aliases = LinesField(
        label="ほかの言い方", required=False, most_characters=40, most_lines=20, help_text=ALIASES
    )
    plain = CleanCharField(
        label="やさしい説明",
        max_length=200,
        required=False,
        help_text="だれにでもわかることばで、1つの文で書きます。",
    )

    class Meta:
        model = ServiceKind
        fields: ClassVar = ["short_name", "reading", "aliases", "plain"]


class ConditionForm(forms.ModelForm):
    """How people call a condition, and what it means in easy words."""

    aliases = LinesField(
        label="ほかの言い方", required=False, most_characters=40, most_lines=20, help_text=ALIASES
    )
    plain = CleanCharField(label="やさしい説明", max_length=200, required=False)

    class Meta:
        model = Condition
        fields: ClassVar = ["aliases", "plain"]
