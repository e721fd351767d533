"""What is written on the board; words that look like somebody are asked about before they stand there."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from accounts.models import Person
from foundation.ui.forms import CleanCharField, CleanTextField
from outreach.study_groups.asking_again import AsksAgain

from .enums import ReportReason, TopicKind, Weekday
from .services.experts import NOT_ASKED

NEVER = ""
CHOOSE = "だれをのせるかを、出ている方から選んでください。"
ANYBODY = "だれでもくわしい人"


class TextForm(AsksAgain):
    """A text that is looked through: what looks like a name, a birth date or a number is told once."""

    looked_through: ClassVar[tuple[str, ...]] = ("text",)

    text = CleanTextField(
        label="内容",
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="名前や場所がわかる話は、書きません。",
    )
    agrees = forms.BooleanField(label="この会の約束を読みました。約束します", required=False)

    def __init__(self, *args: Any, asks_to_agree: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_to_agree:
            del self.fields["agrees"]


class TopicForm(TextForm):
    """A new topic; where nobody stands on the list of those who know much, none asks them."""

    looked_through: ClassVar[tuple[str, ...]] = ("title", "text")

    kind = forms.ChoiceField(
        label="だれに", choices=TopicKind, initial=TopicKind.TALK, widget=forms.RadioSelect
    )
    title = CleanCharField(label="題", max_length=60, help_text="例：夜に電話が続くとき、どうしていますか")
    asked = forms.TypedChoiceField(
        label="くわしい人（「くわしい人にきく」のとき）",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="選んだ方に、題だけをメールで知らせます。",
    )
    field_order = ("kind", "asked", "title", "text", "agrees", "is_sure")

    def __init__(self, *args: Any, experts: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(key), words) for key, words in experts]
        kind, asked = self.fields["kind"], self.fields["asked"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [(NEVER, ANYBODY), *known]
        asked.error_messages["invalid_choice"] = NOT_ASKED
        if not known:
            kind.choices = [each for each in TopicKind.choices if each[0] != TopicKind.EXPERT]
            del self.fields["asked"]


class ExpertForm(forms.Form):
    """Who knows much of what."""

    person = forms.ChoiceField(
        label="だれ", error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE)
    )
    field = CleanCharField(label="くわしいこと", max_length=40, help_text="例：法律、お金のこと、病気のこと")

    def __init__(self, *args: Any, people: Iterable[tuple[Person, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(each.pk): (each, agency) for each, agency in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        choices = [(key, f"{each.name}さん（{agency}）") for key, (each, agency) in self.known.items()]
        field.choices = [(NEVER, "選んでください"), *choices]

    @property
    def named(self) -> Person:
        """Who was chosen."""
        return self.known[self.cleaned_data["person"]][0]


class ReportForm(forms.Form):
    """Why a post should not stand there."""

    reason = forms.ChoiceField(label="わけ", choices=ReportReason, widget=forms.RadioSelect)
    words = CleanCharField(label="ひとこと（書かなくてもかまいません）", max_length=200, required=False)


class HideForm(forms.Form):
    """Why a post is hidden."""

    because = CleanCharField(
        label="わけ", max_length=200, help_text="書いた方に、そのまま見えます。例：だれのことかがわかるため"
    )


class WishForm(forms.Form):
    """On which day the titles come by mail."""

    weekday = forms.TypedChoiceField(
        label="題のまとめを、メールで受け取る曜日",
        choices=[(NEVER, "受け取らない"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
