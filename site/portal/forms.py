from typing import Any

from django import forms

LIKE_MY_DEVICE = ""
CHOICES = {
    "size": ("文字の大きさ", ((LIKE_MY_DEVICE, "標準"), ("large", "大きい"), ("xlarge", "とても大きい"))),
    "spacing": ("行と文字の間", ((LIKE_MY_DEVICE, "標準"), ("wide", "広い"))),
    "theme": (
        "色",
        ((LIKE_MY_DEVICE, "お使いの機器に合わせる"), ("light", "明るい背景"), ("dark", "暗い背景")),
    ),
    "furigana": (
        "ふりがな",
        ((LIKE_MY_DEVICE, "標準（わかりやすい版だけ）"), ("furigana", "あり"), ("plain", "なし")),
    ),
}


class ViewingForm(forms.Form):
    """How one reader wants the pages to look; nothing chosen means the look as it is made."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, choices) in CHOICES.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect
            )
