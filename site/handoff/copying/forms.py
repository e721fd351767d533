from django import forms

from foundation.ui.forms import CleanCharField
from handoff.disclosure.enums import ReceiverCategory


class AgencyForm(forms.Form):
    """What this door alone says of an agency."""

    category = forms.ChoiceField(
        label="受け取る相手の種類",
        help_text="この種類で、使える取り決めと、開く時期が決まります。",
        choices=[each for each in ReceiverCategory.choices if each[0] != ReceiverCategory.OUR_CENTRE],
        error_messages={"required": "種類を選んでください。"},
    )
    head = CleanCharField(
        label="代表者",
        help_text="提供の記録簿に書きます（個人情報保護法29条）。",
        max_length=100,
        required=False,
    )
