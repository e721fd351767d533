from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

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
ADDRESS_HINT = (
    "空けておくと、日付になります（例：2026-11-25）。変えるときは、電話やFAXでも伝えられるように、"
    "半角の英数字と「-」で書いてください。"
)


class ViewingForm(forms.Form):
    """How one reader wants the pages to look; nothing chosen means the look as it is made."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, choices) in CHOICES.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect
            )


class NewsForm(WagtailAdminPageForm):  # type: ignore[misc]  # -- Wagtail has no types
    """The form of one piece of news; its address comes by itself and never stands in the way."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = ADDRESS_HINT

    def clean(self) -> dict[str, Any]:
        """Fill in an address that is free: as typed, else as it was, else the day."""
        if "slug" in self.cleaned_data:
            day = self.cleaned_data.get("day") or timezone.localdate()
            wanted = self.cleaned_data["slug"] or self.instance.slug or day.isoformat()
            self.cleaned_data["slug"] = self.instance.free_address(wanted, below=self.parent_page)
        cleaned: dict[str, Any] = super().clean()
        return cleaned
