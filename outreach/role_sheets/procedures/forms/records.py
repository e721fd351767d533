"""Forms of what keepers write in Wagtail's admin."""

from typing import Any, ClassVar

from django import forms

from foundation.ui.forms import CleanCharField, CleanTextField
from outreach.role_sheets.procedures import queries
from outreach.role_sheets.procedures.enums import PersonType, Stage
from outreach.role_sheets.procedures.models import FirstSteps, ModelClause, ProcedureStep, StartUpStep

MOST_DAYS = 400


def responsible_field() -> CleanCharField:
    return CleanCharField(
        label="担当", max_length=60, help_text="係や役職を書きます。人の名前は書きません。例：連携担当"
    )


def shown_field() -> forms.BooleanField:
    return forms.BooleanField(label="公開する", required=False, initial=True)


class ProcedureStepForm(forms.ModelForm):
    """One line of the check lists."""

    title = CleanCharField(label="すること", max_length=60, help_text="例：国民健康保険に入る")
    stage = forms.ChoiceField(label="いつごろ", choices=Stage, widget=forms.RadioSelect)
    days = forms.IntegerField(
        label="始める日（出所の日から何営業日）",
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text="出所の前は「-20」のように書きます。出所の日は0です。",
    )
    person_types = forms.MultipleChoiceField(
        label="だれのためか",
        choices=PersonType,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="何も選ばないと、みなさんのためのものになります。",
    )
    office = CleanCharField(label="行くところ", max_length=100, help_text="例：市町村の国民健康保険の窓口")
    who = CleanCharField(label="する人", max_length=100, help_text="例：ご本人（センターが同行）")
    papers = CleanTextField(label="いるもの", max_length=600, required=False, help_text="1行に1つ書きます。")
    lead_days = forms.IntegerField(
        label="結果が出るまで（営業日）",
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text="待たなくてよいときは、0です。どのくらいかかるかわからないときは、空けておきます。",
    )
    lead_note = CleanCharField(
        label="日数のめやすの根拠",
        max_length=120,
        required=False,
        help_text="例：介護保険法第27条（30日以内）、窓口に聞いた日数",
    )
    words = CleanTextField(label="気をつけること", max_length=600, required=False)
    address = CleanCharField(
        label="様式や説明のページ",
        max_length=200,
        required=False,
        help_text="このサイトのページのアドレスを、はじめの「/」から書きます。",
    )
    source = CleanCharField(label="根拠（法律や資料）", max_length=200)
    source_year = CleanCharField(label="いつの根拠か", max_length=40, help_text="例：令和8年11月に確かめた")
    responsible = responsible_field()
    is_shown = shown_field()

    class Meta:
        model = ProcedureStep
        fields: ClassVar = [
            *("title", "stage", "days", "person_types", "office", "who", "papers", "lead_days"),
            *("lead_note", "words", "address", "source", "source_year", "responsible", "is_shown"),
        ]


class StartUpStepForm(forms.ModelForm):
    """One line of the start-up guide."""

    title = CleanCharField(label="すること", max_length=60, help_text="例：財政の担当と、補正予算の話をする")
    who = CleanCharField(label="だれが", max_length=80, help_text="例：障害福祉の担当課、財政の担当課")
    document = CleanCharField(label="書類", max_length=120, required=False, help_text="例：補正予算の要求書")
    words = CleanTextField(label="くわしく", max_length=600, required=False)
    source = CleanCharField(label="もとの資料", max_length=200)
    source_year = CleanCharField(label="いつの資料か", max_length=40, help_text="例：令和3年4月1日")
    responsible = responsible_field()
    is_shown = shown_field()

    class Meta:
        model = StartUpStep
        fields: ClassVar = [
            *("month", "title", "who", "document", "way", "words"),
            *("source", "source_year", "responsible", "is_shown"),
        ]


class ModelClauseForm(forms.ModelForm):
    """A clause that a contract may take over."""

    title = CleanCharField(label="見出し", max_length=60)
    text = CleanTextField(
        label="条文の例", max_length=1_000, help_text="センターのことばで書きます。ほかの契約書は写しません。"
    )
    why = CleanCharField(label="何のためか", max_length=200)
    responsible = responsible_field()
    is_shown = shown_field()

    class Meta:
        model = ModelClause
        fields: ClassVar = ["position", "title", "text", "why", "responsible", "is_shown"]


class FirstStepsForm(forms.ModelForm):
    """A path that everybody may read."""

    words = CleanTextField(label="はじめのことば", max_length=400)
    responsible = responsible_field()
    is_shown = shown_field()

    class Meta:
        model = FirstSteps
        fields: ClassVar = ["path", "words", "responsible", "is_shown"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["path"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.paths_to_show()
        field.help_text = "「研修動画」の「はじめての道すじ」で公開しているものから選びます。"


class ChangeFirstStepsForm(FirstStepsForm):
    """The same for one that is there: it stays with its path."""

    class Meta(FirstStepsForm.Meta):
        fields: ClassVar = ["words", "responsible", "is_shown"]

    def __init__(self, *args: Any, **options: Any) -> None:
        forms.ModelForm.__init__(self, *args, **options)
