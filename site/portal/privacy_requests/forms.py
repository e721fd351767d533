from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from content.forms import WrittenField
from foundation.japanese.dates import parse_date, wareki
from foundation.limits.queries import limit

from .limits import ANSWERED_WITHIN
from .models import PrivacyRequest
from .rules import due_on


def day(label: str, **options: Any) -> WrittenField:
    return WrittenField(label=label, read=parse_date, show=wareki, **options)


class PrivacyRequestForm(forms.ModelForm):
    """One request; the last day follows from the day of receipt unless another is written."""

    received_on = day("届いた日", help_text="「令和8年11月25日」や「2026/11/25」のように書きます。")
    due_on = day("いつまでに答えるか", required=False)
    answered_on = day("答えた日", required=False)

    class Meta:
        model = PrivacyRequest
        fields: ClassVar = [
            *("kind", "way", "received_on", "due_on"),
            *("identity_checked", "answered_on", "outcome"),
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        usual = limit(ANSWERED_WITHIN, on=timezone.localdate())
        self.fields["due_on"].help_text = f"書かなければ、届いた日から{usual}日です。"

    def clean(self) -> dict[str, Any]:
        """Fill in the last day for the answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("received_on") and not cleaned.get("due_on"):
            received_on = cleaned["received_on"]
            cleaned["due_on"] = due_on(received_on, within=limit(ANSWERED_WITHIN, on=received_on))
        return cleaned
