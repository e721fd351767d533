"""What two sides write while they support somebody together: the role table, days."""

from datetime import date
from typing import Any

from django import forms

from foundation.ui.forms import CleanCharField, WarekiDateField
from handoff.days import WORK_BEGAN

from .enums import HomeKind, Side, State
from .services.running import NewItem

LINES = 3
SIDES = [("", "選んでください"), (Side.GIVER, Side.GIVER.label), (Side.RECEIVER, Side.RECEIVER.label)]
# Which days may be written in which state.
DAYS = {
    State.ACCEPTED: ("overlap_until",),
    State.OVERLAP: ("overlap_until", "home_settled_on", "home_kind"),
    State.HANDING: ("overlap_until", "backup_until"),
    State.BACKUP: ("backup_until", "person_told_on"),
}
OF_THE_PAST = ("home_settled_on", "person_told_on")


class ItemsForm(forms.Form):
    """Up to three more lines of the role table."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            self.fields[f"what_{number}"] = CleanCharField(
                label=f"{number}つめ：すること", max_length=200, required=number == 1
            )
            for name, label in (("now", "いまの担い手"), ("next", "これからの担い手")):
                self.fields[f"{name}_{number}"] = forms.ChoiceField(
                    label=f"{number}つめ：{label}",
                    choices=SIDES,
                    required=number == 1,
                    error_messages={"required": f"{label}を選んでください。"},
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(2, LINES + 1):
            for name in ("now", "next"):
                if data.get(f"what_{number}") and not data.get(f"{name}_{number}"):
                    self.add_error(f"{name}_{number}", "担い手を選んでください。")
        return data

    def items(self) -> list[NewItem]:
        data = self.cleaned_data
        return [
            NewItem(
                what=data[f"what_{number}"],
                now_side=Side(data[f"now_{number}"]),
                next_side=Side(data[f"next_{number}"]),
            )
            for number in range(1, LINES + 1)
            if data.get(f"what_{number}")
        ]


class DaysForm(forms.Form):
    """The days that the next step asks for."""

    overlap_until = WarekiDateField(label="併走の終わりの日", earliest=WORK_BEGAN, required=False)
    home_settled_on = WarekiDateField(label="帰住先が決まった日", earliest=WORK_BEGAN, required=False)
    home_kind = forms.ChoiceField(
        label="帰住先の種類", choices=[("", "選んでください"), *HomeKind.choices], required=False
    )
    backup_until = WarekiDateField(label="後方支援の終わりの日", earliest=WORK_BEGAN, required=False)
    person_told_on = WarekiDateField(label="本人に話した日", earliest=WORK_BEGAN, required=False)

    def __init__(self, *args: Any, state: State, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields = {name: self.fields[name] for name in DAYS.get(state, ())}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, day in list(data.items()):
            if day and name in OF_THE_PAST and day > self.today:
                self.add_error(name, "今日か、今日より前の日を書いてください。")
            elif day and name.endswith("_until") and day <= self.today:
                self.add_error(name, "明日よりあとの日を書いてください。")
        if data.get("home_settled_on") and not data.get("home_kind"):
            self.add_error("home_kind", "帰住先の種類を選んでください。")
        return data

    def days(self) -> dict[str, Any]:
        """Return what was written, as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if value}
        kind = data.pop("home_kind", None)
        if settled := data.pop("home_settled_on", None):
            data["home"] = (settled, HomeKind(kind))
        return data
