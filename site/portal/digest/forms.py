"""One address, how often, and what. Nothing else is asked for."""

from typing import Any

from django import forms

from foundation.ui.forms import MailField

from .enums import Cadence, Topic

ASK_CADENCE = "いつ受け取るか、選んでください。"
ASK_TOPICS = "受け取るものを、1つは選んでください。"


class DigestForm(forms.Form):
    """What somebody asks for."""

    email = MailField(
        label="メールアドレス",
        help_text="確認のメールを送ります。その中のボタンを押すと、始まります。",
        error_messages={"required": "メールアドレスを書いてください。例：minamo@example.jp"},
    )
    cadence = forms.ChoiceField(
        label="いつ受け取りますか",
        choices=Cadence.choices,
        widget=forms.RadioSelect,
        initial=Cadence.WEEKLY,
        error_messages={"required": ASK_CADENCE, "invalid_choice": ASK_CADENCE},
    )
    topics = forms.MultipleChoiceField(
        label="何を受け取りますか",
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=list(Topic),
        help_text="新しいものがないときは、お送りしません。",
        error_messages={
            "required": ASK_TOPICS,
            "invalid_choice": ASK_TOPICS,
            "invalid_list": ASK_TOPICS,
        },
    )

    @property
    def wish(self) -> dict[str, Any]:
        """What the service needs, from a form that is right."""
        said = self.cleaned_data
        return {
            "address": said["email"],
            "cadence": said["cadence"],
            "wants_news": Topic.NEWS in said["topics"],
            "wants_events": Topic.EVENTS in said["topics"],
        }


class StopForm(forms.Form):
    """An address whose owner asked staff to stop the mails."""

    email = MailField(
        label="止める宛先のメールアドレス",
        error_messages={"required": "止める宛先のメールアドレスを書いてください。"},
    )
