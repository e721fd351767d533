"""How and when staff heard what an agency says: by phone, FAX, letter or face to face."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.enums import HeardWay
from directory.rules import may_have_heard_on
from foundation.ui.forms import OurDateField


class HeardForm(forms.Form):
    """The way on which an answer came, and the day on which it did."""

    heard = forms.ChoiceField(
        label="どう聞きましたか",
        choices=HeardWay,
        widget=forms.RadioSelect,
        error_messages={"required": "どう聞いたかを選んでください。"},
    )
    heard_on = OurDateField(
        label="聞いた日・届いた日",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "聞いた日か、届いた日を書いてください。",
            "invalid": "日付を、2026-12-01 のように書いてください。",
        },
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.initial = {"heard": HeardWay.PHONE, "heard_on": today} | self.initial

    def clean_heard_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["heard_on"]
        if not (heard := may_have_heard_on(day, today=self.today)).allowed:
            raise ValidationError(heard.reason)
        return day
