"""Forms of the desk: questions and their versions, guides and their parts, practices."""

from typing import Any, ClassVar

from django import forms

from content.facts.forms import day_field
from content.facts.models import PLACE
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import Audience, PartKind, PracticeKind, Theme
from .models import Guide, GuidePart, Practice, QuestionAnswer

NEXT_CHECK_WORDS = "空けておくと、決めた日数のあとになります（「期限と保存期間」で変えられます）。"


def one_of(label: str, choices: Any) -> forms.ChoiceField:
    """Return a field in which nothing is chosen beforehand."""
    told = {"required": f"{label}を選んでください。"}
    return forms.ChoiceField(
        label=label, choices=[("", "選んでください"), *choices], initial="", error_messages=told
    )


def some_of(label: str, choices: Any) -> forms.MultipleChoiceField:
    """Return a field of boxes to tick, at least one."""
    told = {"required": f"{label}を、1つ以上選んでください。"}
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=told
    )


def paragraphs(label: str, most: int, rows: int = 6, **options: Any) -> CleanTextField:
    """Return a field for a text of several paragraphs and lists."""
    options.setdefault("help_text", "1行あけると段落が分かれ、「・」で始まる行は箇条書きになります。")
    return CleanTextField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class SourcedForm(forms.ModelForm):
    """Where it says so, and who answers for it."""

    source_title = CleanCharField(label="出典", max_length=200, help_text="資料の名前です。")
    source_year = CleanCharField(
        label="いつの資料か", max_length=40, help_text="例：令和4年度当初、令和5年3月"
    )
    source_url = CleanCharField(
        label="出典のある場所",
        max_length=500,
        required=False,
        validators=[PLACE],
        help_text="ウェブのアドレスか、このサイトのファイルのアドレスです。",
    )


class ReviewedForm(forms.ModelForm):
    """Who answers for it, and when it is looked at again."""

    responsible = CleanCharField(label="担当", max_length=60, help_text="係や役職です。例：連携担当")
    review_due_on = day_field("次に確かめる日", required=False, help_text=NEXT_CHECK_WORDS)

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when the next check would not come after the last one."""
        cleaned = super().clean() or {}
        reviewed_on, due_on = self.instance.reviewed_on, cleaned.get("review_due_on")
        if reviewed_on and due_on and due_on <= reviewed_on:
            self.add_error("review_due_on", "次に確かめる日は、確かめた日よりあとにしてください。")
        return cleaned


class AnswerForm(SourcedForm):
    """A question with its answer, its days and its source."""

    question = CleanCharField(label="質問", max_length=200)
    answer = paragraphs(
        "答え",
        4000,
        rows=10,
        help_text="自分たちのことばで書きます。1行あけると段落が分かれ、「・」で始まる行は箇条書きになります。",
    )
    theme = one_of("テーマ", Theme.choices)
    audiences = some_of("だれのための答えか", Audience.choices)
    valid_from = day_field("使い始める日", help_text="例：令和9年4月1日")
    ended_words = CleanCharField(
        label="使い終わったあとは",
        max_length=200,
        required=False,
        help_text="期限が切れたあと、ページのいちばん上に出ます。代わりに何を見ればよいかを書きます。",
    )

    class Meta:
        model = QuestionAnswer
        fields: ClassVar = [
            *("question", "answer", "theme", "audiences", "related_guide"),
            *("source_title", "source_year", "source_url", "valid_from", "ended_words"),
            *("responsible", "is_open"),
        ]

    responsible = CleanCharField(label="担当", max_length=60, help_text="係や役職です。例：連携担当")

    @classmethod
    def first_shown(cls, old: QuestionAnswer) -> dict[str, Any]:
        """Return what stands in the form of a version that follows: all but its days and the year."""
        kept = (*("question", "answer", "theme", "audiences", "related_guide"), "source_title", "responsible")
        return {name: getattr(old, name) for name in (*kept, "is_open")}


class QuestionForm(ReviewedForm, AnswerForm):
    """A new question, or an answer that was written down wrongly."""

    valid_until = day_field("使い終わる日", required=False, help_text="決まっていなければ、空けておきます。")

    class Meta(AnswerForm.Meta):
        fields: ClassVar = [
            *("question", "answer", "theme", "audiences", "related_guide"),
            *("source_title", "source_year", "source_url", "valid_from", "valid_until", "ended_words"),
            *("responsible", "review_due_on", "is_open"),
        ]

    def clean(self) -> dict[str, Any]:
        """Return the values. Raises when the days are in the wrong order: no database compares such."""
        cleaned = super().clean()
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", "使い終わる日は、使い始める日より前にできません。")
        return cleaned


class GuideForm(ReviewedForm):
    """The head of a guide."""

    title = CleanCharField(label="題", max_length=60)
    lead = CleanCharField(
        label="はじめのことば", max_length=200, help_text="だれの、何のためのガイドかを書きます。"
    )

    class Meta:
        model = Guide
        fields: ClassVar = ["title", "lead", "slug", "place", "responsible", "review_due_on", "is_open"]


class ChangeGuideForm(GuideForm):
    """The same for a guide that is there: its address stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["slug"].disabled = True
        self.fields["slug"].help_text = "ほかのページや紙がこのアドレスを使うので、変えられません。"


class PartForm(SourcedForm):
    """One part of a guide."""

    kind = one_of("種類", PartKind.choices)
    heading = CleanCharField(
        label="見出し",
        max_length=60,
        required=False,
        help_text="文章では見出し、手順ではすること、古いことばではそのことばです。",
    )
    current_word = CleanCharField(
        label="いまの言い方", max_length=60, required=False, help_text="「古いことば」のときだけ書きます。"
    )
    text = paragraphs("内容", 2000, help_text="資料のことばは、短く、書いてあるとおりに写します。")
    source_title = CleanCharField(
        label="出典", max_length=200, required=False, help_text="資料のことばには、かならず書きます。"
    )
    source_year = CleanCharField(
        label="いつの資料か", max_length=40, required=False, help_text="例：令和元年12月、令和5年3月"
    )

    class Meta:
        model = GuidePart
        fields: ClassVar = [
            *("guide", "place", "kind", "heading", "current_word", "text"),
            *("source_title", "source_year", "source_url"),
        ]


class PracticeForm(ReviewedForm, SourcedForm):
    """A practice, in its one form."""

    title = CleanCharField(label="題", max_length=100)
    summary = CleanCharField(label="ひとことで", max_length=120, help_text="一覧に出ます。")
    kinds = some_of("何の取組か", PracticeKind.choices)
    centre_name = CleanCharField(
        label="どこのセンターか",
        max_length=80,
        required=False,
        help_text="資料に名前がないときは、空けておきます。",
    )
    background = paragraphs("きっかけ", 1500)
    done = paragraphs("したこと", 2000)
    result = paragraphs("結果", 1500)
    materials = paragraphs("資料", 600, 3, required=False)
    ask = CleanCharField(label="聞けるところ", max_length=200, required=False)
    source_page = CleanCharField(
        label="出典のページ", max_length=40, required=False, help_text="例：取組1、4ページ"
    )
    try_here = paragraphs(
        "うちの県で試すなら",
        1000,
        4,
        required=False,
        help_text="センターの考えです。出典と分けて出ます。",
    )

    class Meta:
        model = Practice
        fields: ClassVar = [
            *("title", "summary", "kinds", "centre_name", "background", "done", "result", "materials", "ask"),
            *("source_title", "source_year", "source_page", "source_url", "try_here"),
            *("responsible", "review_due_on", "is_open"),
        ]
