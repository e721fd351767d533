"""Forms of certificates: the rule, why one is taken back or issued anew, what is taken away, the seal."""

from typing import Any

from django import forms

from content.desk_forms import DeskForm
from events.desk_forms.fields import NumberField, offer
from events.registries import certificate_conditions
from foundation.ui.forms import CleanCharField

from .enums import BatchForm, BatchReason, CertificateOrigin, Measure, ReissueReason, RevokeReason
from .models import CertificateRule

FIELDS = ("title", "text", "measure", "least_percent", "needs")


class RuleForm(DeskForm):
    """When certificates of an event are due."""

    title = CleanCharField(label="修了証の名前", max_length=20, help_text="例：修了証、受講証明書")
    text = CleanCharField(label="本文", max_length=120)
    measure = forms.ChoiceField(label="出席の数え方", choices=Measure, widget=forms.RadioSelect)
    least_percent = NumberField(
        label="修了に要る出席（％）", help_text="遅れて来た方、早く帰った方は、この％に足りると修了です。"
    )
    needs = forms.MultipleChoiceField(label="ほかの条件", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rule: CertificateRule | None, **options: Any) -> None:
        shown = rule or CertificateRule()
        super().__init__(*args, initial={name: getattr(shown, name) for name in FIELDS}, **options)
        offer(self, "needs", [(key, each.label) for key, each in certificate_conditions.items()])

    def clean_least_percent(self) -> int:
        """Refuse more than everything."""
        percent: int = self.cleaned_data["least_percent"]
        if percent > 100:  # noqa: PLR2004 -- the whole
            raise forms.ValidationError("100までの数にしてください。")
        return percent


class RevokeForm(forms.Form):
    """Why a certificate is taken back; everybody who checks the number reads it."""

    reason = forms.ChoiceField(
        label="取り消すわけ",
        widget=forms.RadioSelect,
        error_messages={"required": "取り消すわけを選んでください。"},
        help_text="番号を確かめた人に、このことばが見えます。",
    )

    def __init__(self, *args: Any, origin: CertificateOrigin) -> None:
        super().__init__(*args)
        offer(self, "reason", RevokeReason.fitting(origin))


class ReissueForm(forms.Form):
    """A new certificate in place of the old one."""

    holder_name = CleanCharField(label="お名前（修了証に書く字で）", max_length=60)
    reason = forms.ChoiceField(
        label="再発行のわけ",
        choices=ReissueReason,
        widget=forms.RadioSelect,
        error_messages={"required": "再発行のわけを選んでください。"},
    )


class BatchTakeForm(forms.Form):
    """In which form all certificates of an event are taken away, and why."""

    form = forms.ChoiceField(
        label="どの形で受け取るか", choices=BatchForm, initial=BatchForm.ONE_PDF, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label="何に使うか",
        choices=BatchReason,
        initial=BatchReason.HAND_OUT,
        widget=forms.RadioSelect,
        help_text="名前を外に出すので、だれが、いつ、何のために出したかを記録します。",
    )


class SealForm(forms.Form):
    """The picture of the centre's seal."""

    picture = forms.FileField(
        label="印影の画像",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text="PNGかJPEG、2MBまで。まわりがすき通った画像だと、きれいに出ます。",
        error_messages={"required": "画像を選んでください。"},
    )


class CheckForm(forms.Form):
    """The number of a certificate as it is printed."""

    number = forms.CharField(required=False, max_length=60)
