"""What stands beside the film: figures and answers of a chapter, the question of a part, files, cards."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from content.facts.models import DatedFact
from events.desk_forms.attachments import SeveralFilesInput
from events.desk_forms.fields import NumberField
from events.services.attachments import Upload
from events.uploads import MOST_FILES, TITLE_LENGTH, UploadRefused, proven_suffix
from foundation.japanese.text import clean_line
from foundation.ui.forms import CleanCharField, CleanTextField
from training_media.courses.models import ChapterAnswer, LessonCard, PartQuestion
from training_media.courses.rules import may_ask
from training_media.courses.services.adding import AnswerPlan
from training_media.models import Course

from .rows import RowsForm


class ChapterForm(RowsForm):
    """The figures of a chapter and what is often asked about it; an emptied row removes its question."""

    columns = ("question", "answer")

    facts = forms.TypedMultipleChoiceField(
        label="この章に出す数字",
        required=False,
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        help_text="値、出典、確かめた日は「日付のある数字」で直します。新しい値にすると、ここも変わります。",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        facts: Iterable[DatedFact],
        chosen: Iterable[str],
        answers: Iterable[ChapterAnswer],
        keys: Sequence[str] | None = None,
    ) -> None:
        self.offered = {fact.pk: fact for fact in facts}
        names = set(chosen)
        ticked = [fact.pk for fact in self.offered.values() if fact.key in names]
        stored = {each.pk: {name: getattr(each, name) for name in self.columns} for each in answers}
        super().__init__(data, stored=stored, keys=keys, initial={"facts": ticked})
        words = [(pk, f"{fact.name}　{fact.text}（{fact.source_year}）") for pk, fact in self.offered.items()]
        self.fields["facts"].choices = words  # type: ignore[attr-defined]  # -- a ChoiceField

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        """Return the fields of one question."""
        answer = forms.Textarea(attrs={"rows": 3})
        return {
            "question": CleanCharField(label=f"質問{number}", max_length=120, required=False),
            "answer": CleanTextField(label=f"答え{number}", max_length=600, required=False, widget=answer),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the half of a question that is missing."""
        for key in self.filled:
            self.require(key, "question", "質問を書いてください。")
            self.require(key, "answer", "答えを書いてください。")
        return self.cleaned_data

    @property
    def chosen_facts(self) -> list[DatedFact]:
        return [self.offered[pk] for pk in self.cleaned_data["facts"]]

    @property
    def plans(self) -> list[AnswerPlan]:
        """The answers as the services take them."""
        return [AnswerPlan(*self.given(key), answer_id=self.row_id(key)) for key in self.filled]


class QuestionForm(DeskForm):
    """The one question after a part; an empty one asks nothing."""

    text = CleanCharField(
        label="質問", max_length=200, required=False, help_text="空けておくと、質問をしません。"
    )
    choices = CleanTextField(
        label="選択肢", max_length=700, required=False, help_text="1行に1つ、2つから5つまで書いてください。"
    )
    right = NumberField(label="正しい答えは上から何番目か", required=False)
    explanation = CleanTextField(
        label="答えの説明", max_length=600, required=False, help_text="答えたあとに出ます。"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for choices and the right one where there is a question."""
        given = self.cleaned_data
        if given.get("text") and not self.errors:
            decision = may_ask(self.lines, (given["right"] or 0) - 1)
            if not decision.allowed:
                is_of_right = "番号" in decision.reason
                self.add_error("right" if is_of_right else "choices", decision.reason)
        return given

    @property
    def lines(self) -> list[str]:
        return [clean_line(line)[:120] for line in self.cleaned_data["choices"].splitlines() if line.strip()]

    @property
    def details(self) -> dict[str, Any] | None:
        """The question as the services take it; None to ask nothing."""
        given = self.cleaned_data
        if not given["text"]:
            return None
        own = {"text": given["text"], "explanation": given["explanation"]}
        return {**own, "choices": self.lines, "right": given["right"] - 1}


def question_initial(question: PartQuestion | None) -> dict[str, Any]:
    """Return a stored question as its form shows it."""
    if question is None:
        return {}
    own = {"text": question.text, "explanation": question.explanation}
    return {**own, "choices": "\n".join(question.choices), "right": question.right + 1}


class FilesForm(forms.Form):
    """New files of a course, each looked into."""

    files = forms.Field(
        label="資料を添える",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx"}),
        help_text="PDF、Word、Excel、PowerPoint。一度に5つまで、1つ20MBまで。ファイルの名前が題名になります。",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.uploads: list[Upload] = []

    def clean(self) -> dict[str, Any]:
        """Look into the files, and say what was refused."""
        chosen = self.files.getlist("files") if self.files else []  # type: ignore[attr-defined]  # -- a MultiValueDict
        if not chosen:
            self.add_error("files", "資料のファイルを選んでください。")
        elif len(chosen) > MOST_FILES:
            self.add_error("files", f"一度に添えられるのは{MOST_FILES}つまでです。")
        for file in chosen[:MOST_FILES]:
            try:
                suffix = proven_suffix(file)
            except UploadRefused as refused:
                self.add_error("files", str(refused))
            else:
                title = clean_line(PurePath(file.name or "").stem)[:TITLE_LENGTH] or "資料"
                self.uploads.append(Upload(title, suffix, file))
        return self.cleaned_data


class TitleForm(DeskForm):
    """What a file is called."""

    title = CleanCharField(label="題名", max_length=80, help_text="例：厚生労働省の通知（令和2年度）")


class CardForm(DeskForm):
    """One point, what it means, and where it comes from."""

    point = CleanCharField(label="要点", max_length=60)
    note = CleanTextField(label="説明", max_length=240, help_text="240字まで。カード1枚に入る長さです。")
    source = CleanCharField(
        label="出典",
        max_length=160,
        help_text="資料の名前と、いつのものか。例：好取組事例集 取組7、令和5年3月",
    )
    courses = forms.TypedMultipleChoiceField(
        label="載せる研修動画",
        required=False,
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, courses: Iterable[Course], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {course.pk: course for course in courses}
        self.fields["courses"].choices = [(pk, course.title) for pk, course in self.offered.items()]  # type: ignore[attr-defined]  # -- a ChoiceField

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("point", "note", "source")}

    @property
    def chosen_courses(self) -> list[Course]:
        return [self.offered[pk] for pk in self.cleaned_data["courses"]]


def card_initial(card: LessonCard | None) -> dict[str, Any]:
    """Return a stored card as its form shows it."""
    if card is None:
        return {}
    own = {name: getattr(card, name) for name in ("point", "note", "source")}
    return {**own, "courses": [course.pk for course in card.courses.all()]}
