"""The page that shows every component in every state, with the words of its tag."""

import datetime as dt
import inspect
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

from foundation.ui import drawing
from foundation.ui.forms import CleanCharField, KanaField, PhoneField, PostalCodeField, WarekiDateField
from foundation.ui.styleguide_examples import EXAMPLES, ICONS, SMALL, TOKENS
from foundation.ui.templatetags import ui, ui_forms

SAMPLE_DAY = dt.date(2026, 12, 11)
REPLIES = (("phone", "電話"), ("fax", "FAX"), ("mail", "メール"))
CARE = (
    ("sign", "手話通訳"),
    ("wheelchair", "車いすの席"),
    ("large", "大きな文字の資料"),
    ("quiet", "静かな席"),
)


class SampleForm(forms.Form):
    """One field of each shape; bound without data, each required one is wrong."""

    name = CleanCharField(label="お名前", max_length=60)
    kana = KanaField(label="フリガナ", max_length=60, help_text="ひらがなで書いてもかまいません。")
    postal_code = PostalCodeField(
        label="郵便番号", required=False, help_text="数字だけでも、線が入っていてもかまいません。"
    )
    tel = PhoneField(label="電話番号", help_text="折り返すときに使います。")
    number = forms.CharField(
        label="受付番号（変えられません）", required=False, initial="R8-0147", disabled=True
    )
    way = forms.ChoiceField(
        label="方法",
        choices=(("hall", "会場"), ("online", "オンライン")),
        error_messages={"required": "方法を選んでください。"},
    )
    reply = forms.ChoiceField(
        label="お返事の方法",
        choices=REPLIES,
        widget=forms.RadioSelect,
        error_messages={"required": "お返事の方法を選んでください。"},
    )
    care = forms.MultipleChoiceField(
        label="必要な配慮", choices=CARE, required=False, widget=forms.CheckboxSelectMultiple
    )
    day = WarekiDateField(label="希望の日", help_text="例：令和8年12月11日")
    paper = forms.FileField(label="名簿", required=False)
    note = forms.CharField(
        label="知らせておきたいこと", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    later = forms.BooleanField(label="名前はあとで決める", required=False)


@dataclass(frozen=True)
class Specimen:
    """One tag with its words and its examples as (source, what it shows)."""

    tag: str
    words: str
    shown: list[tuple[str, SafeString]]
    is_small: bool


def sample_context() -> dict[str, Any]:
    """Return what the examples speak of: made-up data, the same on every day."""
    return {
        "day": SAMPLE_DAY,
        "messages": [
            Message(constants.SUCCESS, "保存しました。"),
            Message(constants.ERROR, "送れませんでした。書いた内容は残っています。"),
        ],
        "page_obj": Paginator(range(1, 98), 20).page(2),
        "crumbs": [("ホーム", "#"), ("研修・行事", "#"), ("はじめての受け入れ", "")],
        "menu": [("支援を知る", "#support"), ("研修・行事", "#events"), ("相談・連絡", "#contact")],
        "form": SampleForm(auto_id="sample_%s"),
        "wrong": SampleForm({}, auto_id="wrong_%s"),
        "account": SampleForm(auto_id="account_%s"),
        "sample_world": True,
    }


def specimens() -> list[Specimen]:
    """Return every tag of both libraries with its examples rendered."""
    context = sample_context()
    return [
        Specimen(
            tag=tag,
            words=inspect.getdoc(function_of(tag)) or "",
            shown=[(source, show(source, context)) for source in sources],
            is_small=tag in SMALL,
        )
        for tag, sources in EXAMPLES.items()
    ]


def function_of(tag: str) -> Any:
    return getattr(ui, tag, None) or getattr(ui_forms, tag)


def show(source: str, context: dict[str, Any]) -> SafeString:
    rendered = engines["django"].from_string(f"{{% load ui ui_forms japanese %}}{source}").render(context)
    # The guide holds the summary of a form that nobody sent: the page must not jump to it.
    return mark_safe(rendered.replace(" autofocus", ""))  # noqa: S308 -- our own templates, escaped as they were filled


def guide_context() -> dict[str, Any]:
    """Return what the guide's template needs."""
    return {
        "page_title": "部品の見本",
        "specimens": specimens(),
        "tokens": TOKENS,
        "icons": ICONS,
        "drawings": drawing.DRAWINGS,
        "day": SAMPLE_DAY,
        "component_names": " ".join(sorted(ui.COMPONENTS)),
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """Return the guide; who may see it is decided where this view is included."""
    return render(request, "ui/styleguide.html", guide_context())
