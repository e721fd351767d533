"""The desk's form of one question; the answers' form of both doors; the form of one file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from content.desk_forms import DeskForm, KnowsItsWords
from events.asking import AsksMore, FormPart
from events.desk_forms.fields import NumberField, offer
from foundation.ui.forms import CleanCharField, CleanTextField

from . import rules
from .enums import CHOICE_KINDS, CHOICE_LENGTH, MOST_CHOICES, AskKind, AskMoment
from .exceptions import FileRefused
from .models import Question
from .uploads import KINDS, Proven, proven

MOST_MONTHS = 60
ALWAYS = ""


class QuestionForm(DeskForm):
    """One question: how it is answered, when it is asked, of whom."""

    wording = CleanCharField(
        label="質問", max_length=80, help_text="例：昼食のお弁当を注文しますか。申込書にもこのまま出ます。"
    )
    kind = forms.ChoiceField(label="答え方", choices=AskKind, initial=AskKind.ONE, widget=forms.RadioSelect)
    choices = CleanTextField(
        label="選ぶことば（1行に1つ）",
        max_length=MOST_CHOICES * (CHOICE_LENGTH + 1),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="答え方が「選ぶ」のときに書きます。",
    )
    hint = CleanCharField(
        label="説明",
        max_length=120,
        required=False,
        help_text="答え方や、何のためにたずねるか。なくてもかまいません。",
    )
    moment = forms.ChoiceField(
        label="いつたずねるか",
        choices=AskMoment,
        initial=AskMoment.APPLYING,
        widget=forms.RadioSelect,
        help_text="席が決まったあとの質問は、決まった知らせに書かれ、申し込んだ方のページで答えます。",
    )
    is_required = forms.BooleanField(label="かならず答えてもらう", required=False)
    condition = forms.ChoiceField(
        label="だれにたずねるか",
        required=False,
        help_text="前の質問の答えによって、たずねる方を分けられます。",
        error_messages={"invalid_choice": "条件を、書かれているものの中から選んでください。"},
    )
    once_per_agency = forms.BooleanField(
        label="事業所に1回だけたずねる",
        required=False,
        help_text="答えを事業所ごとに覚え、次からはたずねません（複製した研修・行事でも）。個人のことは、たずねないでください。",
    )
    again_after_months = NumberField(
        label="何か月たったら、またたずねるか",
        least=1,
        required=False,
        help_text="空けておくと、職員が「もう一度たずねる」を押すまで、たずねません。",
    )

    def __init__(
        self, *args: Any, earlier: Sequence[Question], question: Question | None = None, **options: Any
    ) -> None:
        super().__init__(*args, initial=shown(question) if question else {}, **options)
        self.earlier = {str(each.pk): each for each in earlier if each.kind in CHOICE_KINDS}
        conditions = [
            (f"{key}:{number}", f"「{each.wording}」に「{choice}」と答えた方だけ")
            for key, each in self.earlier.items()
            for number, choice in enumerate(each.choices)
        ]
        offer(self, "condition", [(ALWAYS, "みなさん"), *conditions])

    def clean(self) -> dict[str, Any]:
        """Say at its box what does not go together."""
        given = self.cleaned_data
        choices = _lines(given.get("choices", ""))
        if given.get("kind") in CHOICE_KINDS:
            if not 1 < len(set(choices)) <= MOST_CHOICES or len(set(choices)) != len(choices):
                words = (
                    f"選ぶことばを、2つから{MOST_CHOICES}つまで、1行に1つずつ書いてください。"
                    "同じことばは1回だけです。"
                )
                self.add_error("choices", words)
            elif any(len(choice) > CHOICE_LENGTH for choice in choices):
                self.add_error("choices", f"選ぶことばは、それぞれ{CHOICE_LENGTH}字までで書いてください。")
        if given.get("kind") == AskKind.FILE and given.get("once_per_agency"):
            self.add_error("once_per_agency", "ファイルは、申し込みごとに送ってもらいます。")
        months = given.get("again_after_months")
        if months and not given.get("once_per_agency"):
            self.add_error("again_after_months", "「事業所に1回だけたずねる」を選んだときに書きます。")
        elif months and months > MOST_MONTHS:
            self.add_error("again_after_months", f"{MOST_MONTHS}か月までで書いてください。")
        self._judge_condition(given)
        return given

    def _judge_condition(self, given: Mapping[str, Any]) -> None:
        condition = self._condition(given)
        if condition is not None and not rules.may_depend_on(condition[0].ask, given.get("moment", "")):
            self.add_error("condition", "席が決まったあとの質問を、申し込むときの質問の条件にはできません。")

    def _condition(self, given: Mapping[str, Any]) -> tuple[Question, str] | None:
        key, _, number = given.get("condition", "").partition(":")
        if not key:
            return None
        return self.earlier[key], self.earlier[key].choices[int(number)]

    @property
    def question_words(self) -> dict[str, Any]:
        """What was written, as the services take it."""
        given = self.cleaned_data
        condition = self._condition(given)
        plain = ("wording", "kind", "hint", "moment", "is_required", "once_per_agency", "again_after_months")
        return {name: given[name] for name in plain} | {
            "choices": _lines(given["choices"]) if given["kind"] in CHOICE_KINDS else [],
            "only_if": condition[0] if condition else None,
            "only_choice": condition[1] if condition else "",
        }


def shown(question: Question) -> dict[str, Any]:
    """Return what stands in the form of a question."""
    plain = ("wording", "kind", "hint", "moment", "is_required", "once_per_agency", "again_after_months")
    first = {name: getattr(question, name) for name in plain} | {"choices": "\n".join(question.choices)}
    if question.only_if is not None and question.only_choice in question.only_if.choices:
        number = question.only_if.choices.index(question.only_choice)
        first["condition"] = f"{question.only_if.pk}:{number}"
    return first


def _lines(text: str) -> list[str]:
    return [line for each in text.split("\n") if (line := each.strip())]


class AnswersForm(KnowsItsWords, AsksMore):
    """The answers in words of one application."""

    def __init__(self, *args: Any, part: FormPart, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask([part])


class FileForm(forms.Form):
    """One file that was asked for."""

    file = forms.FileField(
        label="ファイル",
        help_text=f"{KINDS}。10MBまで。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "ファイルの中身がありません。もう一度選んでください。",
        },
    )

    def __init__(self, *args: Any, question: Question, refused: str = "", **options: Any) -> None:
        super().__init__(*args, prefix=f"file{question.pk}", **options)
        self.fields["file"].label = question.wording
        self.fields["file"].help_text = "".join((question.hint, str(self.fields["file"].help_text)))
        self.proven: Proven | None = None
        self.refused = refused

    def clean_file(self) -> None:
        """Look into the file, unless it is refused unseen. Its name is dropped."""
        if self.refused:
            raise ValidationError(self.refused)
        try:
            self.proven = proven(self.cleaned_data["file"])
        except FileRefused as refused:
            raise ValidationError(str(refused)) from refused
