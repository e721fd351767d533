"""The desk's forms: the questions, a sheet typed in, small ones before a deed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from content.desk_forms import DeskForm
from events import letters
from events.desk_forms.fields import DayField, offer, tell_today
from events.models import Session
from events.questionnaires import rules
from events.questionnaires.enums import (
    CHOICE_KINDS,
    HIGHEST_MARK,
    LONGEST_CHOICE,
    MOST_CHOICES,
    MOST_QUESTIONS,
    QuestionKind,
    ReminderReason,
    SummaryForm,
)
from events.questionnaires.models import Question, Questionnaire
from events.questionnaires.services.answering import Given
from events.questionnaires.services.running import Draft
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField, CleanTextField

WHOLE = ""
PARTS = ("kind", "text", "choices", "lowest", "highest")
# What most questionnaires of the centre begin with; staff take away or write anew what does not fit.
USUAL_QUESTIONS = (
    {
        "kind": QuestionKind.SCALE,
        "text": "きょうの内容に、満足しましたか。",
        "lowest": "満足していない",
        "highest": "満足した",
    },
    {
        "kind": QuestionKind.SCALE,
        "text": "話は、わかりやすかったですか。",
        "lowest": "わかりにくい",
        "highest": "わかりやすい",
    },
    {
        "kind": QuestionKind.SCALE,
        "text": "仕事の役に立ちそうですか。",
        "lowest": "立たない",
        "highest": "立つ",
    },
    {
        "kind": QuestionKind.SEVERAL,
        "text": "次に聞きたいことは、どれですか。",
        "choices": ["受け入れの進め方", "制度とお金", "障害と高齢", "地域との関係", "支援者の心の健康"],
    },
    {"kind": QuestionKind.TEXT, "text": "感想や、質問を書いてください。"},
)
DAYS_TO_ANSWER = 10


class QuestionsForm(DeskForm):
    """What is asked, with up to ten questions; rows that are left empty are none."""

    title = CleanCharField(label="題名", max_length=80)
    intro = CleanTextField(
        label="はじめのことば", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    closes_on = DayField(label="締切の日", help_text="この日まで答えられます。例：12/21")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, MOST_QUESTIONS + 1):
            self._add_question(number)
        tell_today(self, today)

    def _add_question(self, number: int) -> None:
        row = f"質問{number}"
        kinds = [("", "（使わない）"), *QuestionKind.choices]
        named = {
            "kind": forms.ChoiceField(label=f"{row}の答え方", choices=kinds, required=False),
            "text": CleanCharField(label=row, max_length=120, required=False),
            "choices": CleanTextField(
                label=f"{row}の選ぶことば（1行に1つ）",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
            "lowest": CleanCharField(label=f"{row}の1の意味", max_length=20, required=False),
            "highest": CleanCharField(label=f"{row}の5の意味", max_length=20, required=False),
        }
        self.fields |= {f"{part}_{number}": field for part, field in named.items()}

    @property
    def rows(self) -> list[tuple[int, dict[str, BoundField]]]:
        """The fields of each question, by part."""
        return [
            (number, {part: self[f"{part}_{number}"] for part in PARTS})
            for number in range(1, MOST_QUESTIONS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Say at its box what a question lacks."""
        for number in range(1, MOST_QUESTIONS + 1):
            said = {part: self.cleaned_data.get(f"{part}_{number}", "") for part in PARTS}
            choices = said["choices"].split("\n") if said["choices"] else []
            if said["text"] and not said["kind"]:
                self.add_error(f"kind_{number}", "答え方を選んでください。")
            elif said["kind"] and not said["text"]:
                self.add_error(f"text_{number}", "質問を書くか、答え方を「使わない」にしてください。")
            elif said["kind"] in CHOICE_KINDS and not 1 < len(choices) <= MOST_CHOICES:
                self.add_error(
                    f"choices_{number}", f"選ぶことばを、2つから{MOST_CHOICES}つまで書いてください。"
                )
            elif said["kind"] in CHOICE_KINDS and any(len(line) > LONGEST_CHOICE for line in choices):
                self.add_error(f"choices_{number}", f"選ぶことばは、1つ{LONGEST_CHOICE}字までです。")
        return self.cleaned_data

    @property
    def draft(self) -> Draft:
        """What was written, as the services take it."""
        given = self.cleaned_data
        words = {name: given[name] for name in ("title", "intro", "closes_on")}
        return Draft(words, self.chosen_session, self._questions())

    @property
    def chosen_session(self) -> Session | None:
        """The date of an event that is asked about; None for all of it."""
        return None

    def _questions(self) -> list[dict[str, Any]]:
        questions = []
        for number in range(1, MOST_QUESTIONS + 1):
            said = {part: self.cleaned_data[f"{part}_{number}"] for part in PARTS}
            if not said["kind"]:
                continue
            is_scale = said["kind"] == QuestionKind.SCALE
            lines = said["choices"].split("\n") if said["kind"] in CHOICE_KINDS else []
            ends = {name: said[name] if is_scale else "" for name in ("lowest", "highest")}
            questions.append(
                {"kind": said["kind"], "text": said["text"], **ends}
                | {"choices": [line for each in lines if (line := each.strip())]}
            )
        return questions


class QuestionnaireForm(QuestionsForm):
    """A questionnaire of an event, or of one of its dates."""

    session = forms.ChoiceField(label="どの開催日について", required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Session],
        today: date,
        questionnaire: Questionnaire | None = None,
        **options: Any,
    ) -> None:
        self.sessions = {str(session.pk): session for session in sessions}
        first = shown(questionnaire) if questionnaire else usual(sessions, today)
        super().__init__(*args, today=today, initial=first, **options)
        days = [(key, letters.when(session)) for key, session in self.sessions.items()]
        offer(self, "session", [(WHOLE, "全体で1つ"), *days])
        if len(days) == 1:
            self.fields["session"].widget = forms.HiddenInput()

    @property
    def chosen_session(self) -> Session | None:
        return self.sessions.get(self.cleaned_data["session"])


def usual(sessions: Sequence[Session], today: date) -> dict[str, Any]:
    """Return what a new questionnaire begins with."""
    last = max((timezone.localdate(session.ends_at) for session in sessions), default=today)
    first: dict[str, Any] = {
        "session": str(sessions[0].pk) if len(sessions) == 1 else WHOLE,
        "title": "アンケート",
        "intro": "ご参加ありがとうございました。これからの研修のために、思ったことを教えてください。",
        "closes_on": max(last, today) + timedelta(days=DAYS_TO_ANSWER),
    }
    return first | typed_questions(USUAL_QUESTIONS)


def typed_questions(questions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what stands in the boxes of these questions, from the first one on."""
    first: dict[str, Any] = {}
    for number, question in enumerate(questions, start=1):
        typed = {**question, "choices": "\n".join(question.get("choices", []))}
        first |= {f"{part}_{number}": typed[part] for part in PARTS if part in typed}
    return first


def shown(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what stands in the form of a questionnaire."""
    first: dict[str, Any] = {name: getattr(questionnaire, name) for name in ("title", "intro", "closes_on")}
    first["session"] = str(questionnaire.session_id or WHOLE)
    questions = questionnaire.questions.all()
    return first | typed_questions({part: getattr(each, part) for part in PARTS} for each in questions)


class SheetForm(DeskForm):
    """One sheet of paper: for each question one box, into which the number that was ticked is typed."""

    def __init__(self, *args: Any, questions: Sequence[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            if question.is_text:
                self._add_words(number, question)
                continue
            key = f"q{question.pk}"
            hint = "　".join(
                f"{mark} {label}" if label != str(mark) else label for mark, label in _plain(question)
            )
            self.fields[key] = forms.CharField(
                label=f"{number}　{question.text}",
                required=False,
                max_length=20,
                help_text=f"{hint}（いくつでも。例：1 4）" if question.takes_several else hint,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.widget.attrs["autofocus"] = True

    def _add_words(self, number: int, question: Question) -> None:
        self.fields[f"q{question.pk}"] = CleanTextField(
            label=f"{number}　{question.text}",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"quote{question.pk}"] = forms.BooleanField(label="引用してよい", required=False)

    def clean(self) -> dict[str, Any]:
        """Read the numbers."""
        for question in self.questions:
            key = f"q{question.pk}"
            if question.is_text or key not in self.cleaned_data:
                continue
            try:
                self.cleaned_data[key] = rules.marks_of(
                    half_width(self.cleaned_data[key]),
                    highest=len(question.options),
                    several=question.takes_several,
                )
            except ValueError as error:
                self.add_error(key, str(error))
        return self.cleaned_data

    @property
    def given(self) -> list[Given]:
        """The answers as the services take them."""
        return [
            Given(
                question.pk,
                text=self.cleaned_data[f"q{question.pk}"],
                may_be_quoted=self.cleaned_data[f"quote{question.pk}"],
            )
            if question.is_text
            else Given(question.pk, marks=tuple(self.cleaned_data[f"q{question.pk}"]))
            for question in self.questions
        ]


def _plain(question: Question) -> list[tuple[int, str]]:
    """Return what each number means, a scale by its ends alone."""
    if question.choices:
        return question.options
    return [(mark, word) for mark, word in ((1, question.lowest), (HIGHEST_MARK, question.highest)) if word]


class OpenForm(forms.Form):
    """Whether the contacts of all applications are told by mail."""

    tells_by_mail = forms.BooleanField(
        label="答えるページの案内を、申し込みの連絡先にメールで送る",
        required=False,
        initial=True,
        help_text="これから終わる開催日の方には、終わってから送ります。"
        "返事をメールで望んでいないところには、始めたあと「FAX・電話でお願いする」からお願いします。",
    )


class DeadlineForm(DeskForm):
    """Until which day one can answer."""

    closes_on = DayField(label="締切の日", help_text="この日まで答えられます。例：12/21")

    def __init__(self, *args: Any, today: date, questionnaire: Questionnaire, **options: Any) -> None:
        super().__init__(*args, initial={"closes_on": questionnaire.closes_on}, **options)
        tell_today(self, today)


class ReturnedForm(forms.Form):
    """Who handed a sheet in, by the slips that were cut off."""

    people = forms.TypedMultipleChoiceField(
        label="紙で出した方",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "紙で出した方を選んでください。"},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "people", people)


class SummaryWordsForm(DeskForm):
    """What the centre learns from the answers, in its own words."""

    summary = CleanTextField(
        label="センターのまとめ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="よかったこと、次に変えること。だれのことかわかる書き方は、しないでください。",
    )


class TakeSummaryForm(forms.Form):
    """In which form the summary is taken away."""

    form = forms.ChoiceField(
        label="どの形で受け取るか", choices=SummaryForm, initial=SummaryForm.PAPER, widget=forms.RadioSelect
    )


class TakeMissingForm(forms.Form):
    """Why the list of those who have not answered is taken away."""

    reason = forms.ChoiceField(
        label="何に使うか",
        choices=ReminderReason,
        initial=ReminderReason.FAX,
        widget=forms.RadioSelect,
        help_text="名前と連絡先を外に出すので、だれが、いつ、何のために出したかを記録します。",
    )
