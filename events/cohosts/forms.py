"""Forms of hosts: which agency in which role, what is agreed with it, and the roster that is taken away."""

from typing import Any

from django import forms

from content.desk_forms import DeskForm

from .enums import HostRole, RosterForm
from .models import Host


class NewHostForm(forms.Form):
    """As what the agency that was found stands there."""

    role = forms.ChoiceField(
        label="どの立場で加えるか", choices=HostRole, initial=HostRole.CO_ORGANISER, widget=forms.RadioSelect
    )


class HostForm(DeskForm):
    """The role of a host, whether it counts the event, and whether it reads the roster."""

    role = forms.ChoiceField(label="立場", choices=HostRole, widget=forms.RadioSelect)
    shares_roster = forms.BooleanField(
        label="名簿を共有することを、この機関と決めた",
        required=False,
        help_text="チェックすると、申し込みの画面と申込書に「名簿を共有します」と出ます。"
        "共有されるのは、それを読んでから申し込んだ方だけです。",
    )
    counts_event = forms.BooleanField(
        label="この研修・行事は、この機関の実績に数える",
        required=False,
        help_text="チェックしないと、センターの実績に数えます。数えるのは、どこか1つだけです。",
    )

    def __init__(self, *args: Any, host: Host, **options: Any) -> None:
        first = {
            "role": host.role,
            "shares_roster": host.shares_roster,
            "counts_event": host.counts_event,
        }
        super().__init__(*args, initial=first, **options)


class TakeForm(forms.Form):
    """Of which date, and in which form, the shared roster is taken away."""

    session = forms.TypedChoiceField(label="開催日", coerce=int)
    form = forms.ChoiceField(
        label="どの形で受け取るか",
        choices=RosterForm,
        initial=RosterForm.PAPER,
        widget=forms.RadioSelect,
        help_text="名前を外に出すので、だれが、いつ出したかを記録します。",
    )

    def __init__(self, *args: Any, days: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["session"].choices = days  # type: ignore[attr-defined]  # -- a ChoiceField
        if len(days) == 1:
            self.fields["session"].widget = forms.HiddenInput()
            self.initial["session"] = days[0][0]
