import re

import pytest
from django import forms
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string

from foundation.ui.templatetags.ui_forms import mistakes_of


class Application(forms.Form):
    name = forms.CharField(label="お名前", error_messages={"required": "お名前を書いてください。"})
    mail = forms.EmailField(
        label="メールアドレス", help_text="ない方は空けておいてください。", required=False
    )
    reply = forms.ChoiceField(
        label="お返事の方法",
        choices=[("phone", "電話"), ("fax", "FAX")],
        widget=forms.RadioSelect,
        help_text="一つ選んでください。",
        error_messages={"required": "お返事の方法を選んでください。"},
    )
    care = forms.MultipleChoiceField(
        label="配慮",
        choices=[("sign", "手話"), ("seat", "席")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(
        label="読みました", error_messages={"required": "読んだら印をつけてください。"}
    )
    note = forms.CharField(label="ほかに", required=False, widget=forms.Textarea(attrs={"class": "tall"}))
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Participant(forms.Form):
    kana = forms.CharField(label="フリガナ", error_messages={"required": "フリガナを書いてください。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_name = f"{int(self.prefix.rsplit('-')[-1]) + 1}人目"


Participants = forms.formset_factory(Participant, extra=0, can_delete=True)


def show(source, **context):
    html = engines["django"].from_string(f"{{% load ui_forms %}}{source}").render(context)
    return re.sub(r"\s*\n\s*", "", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))


def rows(**changes):
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-kana": "サクマ", "form-1-kana": ""}
    return Participants(data | changes, initial=[{}, {}])


def test_a_line_has_a_label_of_its_own_and_says_that_it_is_required():
    assert show("{% field bound_field=form.name width=20 %}", form=Application()) == (
        '<div class="field"><label for="id_name">お名前<span class="need">※必須</span></label>'
        '<input type="text" name="name" class="input w-20" required id="id_name"></div>'
    )


def test_hint_and_error_are_read_with_the_input():
    assert show("{% field bound_field=form.mail %}", form=Application({"mail": "sakuma@"})) == (
        '<div class="field has-error"><label for="id_mail">メールアドレス'
        '<span class="need need--free">任意</span></label>'
        '<p class="hint" id="id_mail_helptext">ない方は空けておいてください。</p>'
        '<div id="id_mail_error"><p class="field__error">'
        "<span>有効なメールアドレスを入力してください。</span></p></div>"
        '<input type="email" name="mail" value="sakuma@" maxlength="320" class="input" aria-invalid="true" '
        'aria-describedby="id_mail_helptext id_mail_error" id="id_mail"></div>'
    )


def test_choices_are_one_group_with_a_legend():
    assert show("{% field bound_field=form.reply columns=2 %}", form=Application({})) == (
        '<fieldset class="field has-error" aria-describedby="id_reply_helptext id_reply_error">'
        '<legend>お返事の方法<span class="need">※必須</span></legend>'
        '<p class="hint" id="id_reply_helptext">一つ選んでください。</p>'
        '<div id="id_reply_error"><p class="field__error">'
        "<span>お返事の方法を選んでください。</span></p></div>"
        '<div class="choices choices--2">'
        '<div class="choice">'
        '<input type="radio" name="reply" value="phone" id="id_reply_0" required aria-invalid="true">'
        '<label for="id_reply_0">電話</label></div>'
        '<div class="choice">'
        '<input type="radio" name="reply" value="fax" id="id_reply_1" required aria-invalid="true">'
        '<label for="id_reply_1">FAX</label></div></div></fieldset>'
    )


def test_checkboxes_keep_what_was_ticked():
    shown = show("{% field bound_field=form.care mark=False %}", form=Application({"care": ["seat"]}))
    assert shown == (
        '<fieldset class="field"><legend>配慮</legend><div class="choices">'
        '<div class="choice"><input type="checkbox" name="care" value="sign" id="id_care_0">'
        '<label for="id_care_0">手話</label></div>'
        '<div class="choice"><input type="checkbox" name="care" value="seat" id="id_care_1" checked>'
        '<label for="id_care_1">席</label></div></div></fieldset>'
    )


def test_a_single_tick_stands_before_its_words():
    assert show("{% field bound_field=form.agreed mark=False %}", form=Application()) == (
        '<div class="field"><div class="choice"><input type="checkbox" name="agreed" required id="id_agreed">'
        '<label for="id_agreed">読みました</label></div></div>'
    )


def test_classes_that_a_form_gives_are_kept():
    assert 'class="tall input"' in show("{% field bound_field=form.note %}", form=Application())


def test_a_hidden_field_stays_bare():
    assert show("{% field bound_field=form.token %}", form=Application()) == (
        '<input type="hidden" name="token" id="id_token">'
    )


def test_a_button_beside_the_input_asks_the_server():
    shown = show('{% field bound_field=form.name lookup="住所を入れる" %}', form=Application())
    assert (
        '<button class="button button--second button--small" name="lookup" value="name" formnovalidate>'
        "住所を入れる</button>"
    ) in shown


@pytest.mark.parametrize(
    "source",
    [
        "{% field %}",
        "{% field form.name %}",
        "{% field bound_field=form.name w=3 %}",
        "{% error_summary fields=1 %}",
    ],
)
def test_missing_and_unknown_arguments_are_refused(source):
    with pytest.raises(TemplateSyntaxError, match=r"did not receive|too many positional|unexpected keyword"):
        engines["django"].from_string(f"{{% load ui_forms %}}{source}")


@pytest.mark.parametrize("option", ["width=7", "columns=4"])
def test_widths_that_the_look_does_not_know_are_refused(option):
    with pytest.raises(TemplateSyntaxError, match="field: width is one of"):
        show(f"{{% field bound_field=form.name {option} %}}", form=Application())


def test_the_summary_says_the_same_words_as_the_fields_and_leads_there():
    form = Application({"mail": "sakuma@"})
    shown = show("{% error_summary form=form %}", form=form)
    assert shown.startswith(
        '<div class="error-summary" role="alert" aria-labelledby="error-summary-title" '
        'tabindex="-1" autofocus>'
        '<h2 id="error-summary-title"><span>入力内容に<span class="phrase">4か所、</span>'
        '<span class="phrase">誤りがあります</span></span></h2>'
    )
    assert re.findall(r'<li><a href="#(\w+)">(.*?)</a></li>', shown) == [
        ("id_name", "お名前を書いてください。"),
        ("id_mail", "メールアドレス：有効なメールアドレスを入力してください。"),
        ("id_reply_0", "お返事の方法を選んでください。"),
        ("id_agreed", "読みました：読んだら印をつけてください。"),
    ]


def test_every_link_of_the_summary_leads_to_an_input_of_the_page():
    form = Application({})
    page = "".join(show("{% field bound_field=field %}", field=field) for field in form)
    assert [mistake.target for mistake in mistakes_of(form) if f'id="{mistake.target}"' not in page] == []
    assert len(mistakes_of(form)) == 3


def test_rows_are_named_and_a_removed_row_is_not_complained_about():
    shown = show("{% error_summary formsets=formsets %}", formsets=[rows()])
    assert re.findall(r"<li>(.*?)</li>", shown) == [
        '<a href="#id_form-1-kana">2人目　フリガナを書いてください。</a>'
    ]
    assert show("{% error_summary formsets=formsets %}", formsets=[rows(**{"form-1-DELETE": "on"})]) == ""


def test_what_concerns_the_whole_form_is_said_without_a_link():
    form = Application({"name": "佐久間", "reply": "fax", "agreed": "on"})
    form.add_error(None, "受付は終わりました。")
    assert re.findall(r"<li>(.*?)</li>", show("{% error_summary form=form %}", form=form)) == [
        "受付は終わりました。"
    ]


def test_nothing_is_said_of_a_form_that_nobody_sent_or_that_is_right():
    right = Application({"name": "佐久間", "reply": "fax", "agreed": "on"})
    assert show("{% error_summary form=form %}", form=Application()) == ""
    assert show("{% error_summary form=form %}", form=right) == ""


def test_the_title_of_a_page_with_errors_begins_with_the_word():
    context = {"page_title": "申し込み", "has_errors": True}
    assert "<title>エラー：申し込み｜つなぐ</title>" in render_to_string("ui/skeleton.html", context)
    assert "<title>申し込み｜つなぐ</title>" in render_to_string(
        "ui/skeleton.html", {"page_title": "申し込み"}
    )


def test_a_question_that_is_a_sentence_and_its_mistake_read_as_one():
    class Asked(forms.Form):
        answer = forms.IntegerField(label="1　役に立ちましたか。", error_messages={"invalid": "1から5です。"})

    found = mistakes_of(Asked({"answer": "x"}))
    assert [mistake.words for mistake in found] == ["1　役に立ちましたか：1から5です。"]
