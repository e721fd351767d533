"""What staff write of a table: its words, its rows, and how small a number may be shown."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.functional import cached_property

from content import meanwhile
from content.desk_forms import DeskForm
from content.meanwhile import Word
from foundation.japanese.dates import fiscal_year_label
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField

from .enums import ChartKind, Scope
from .models import StatTable
from .services import RowPlan, fits
from .small_counts import HIGHEST_THRESHOLD, LOWEST_THRESHOLD

MOST_ROWS, FIRST_ROWS, MORE_ROWS = 40, 6, 3
MOST_DECIMALS, HIGHEST = 3, 999_999_999
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
NO_YEAR = ("", "えらばない")


class FigureField(CleanCharField):
    """A number in any width, with or without commas, kept with the decimal places that were written."""

    widget = forms.TextInput(attrs=_NUMBER)

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def clean(self, value: Any) -> Decimal | None:
        """Return the number. Raises ValidationError with what to write instead."""
        text = half_width(super().clean(value)).replace(",", "").replace(" ", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError("数字だけを書いてください。単位は、となりの欄に書きます。") from None
        if not number.is_finite() or abs(number) > HIGHEST:
            raise ValidationError("数が大きすぎます。")
        if -int(number.as_tuple().exponent) > MOST_DECIMALS:
            raise ValidationError(f"小数は{MOST_DECIMALS}桁までで書いてください。")
        return number if int(number.as_tuple().exponent) <= 0 else number.quantize(Decimal(1))


class WholeField(FigureField):
    """A whole number from `least`; nothing written is no number."""

    def __init__(self, *, least: int, most: int = HIGHEST, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:  # type: ignore[override]  # -- a whole number is one
        """Return the number. Raises ValidationError with what to write instead."""
        number = super().clean(value)
        if number is None:
            return None
        if number != int(number) or not self.least <= number <= self.most:
            raise ValidationError(f"{self.least}から{self.most:,}までの整数で書いてください。")
        return int(number)


class TableForm(forms.Form):
    """The words of a table."""

    scope = forms.ChoiceField(
        label="どこの数字か", choices=Scope, initial=Scope.OWN, widget=forms.RadioSelect
    )
    title = CleanCharField(
        label="わかったこと",
        max_length=80,
        help_text="表の題名になります。数字からわかることを、一つの文で書きます。例：相談は、電話がいちばん多くなっています",
    )
    measured = CleanCharField(label="何を数えたか", max_length=200, help_text="例：相談を受けた人の数")
    base_text = CleanCharField(
        label="だれ・何について数えたか", max_length=200, help_text="例：その年度に、はじめて相談した方"
    )
    base_number = WholeField(
        label="もとになった数（n）",
        least=1,
        required=False,
        help_text="資料に書かれていないときは、空けておきます。全国の数字では「回答数は資料に記載なし」と出ます。",
    )
    base_unit = CleanCharField(
        label="もとになった数の単位", max_length=10, required=False, help_text="例：人、件"
    )
    unit = CleanCharField(
        label="数の単位",
        max_length=10,
        required=False,
        help_text="例：人、件、回、%。行ごとにちがうときは、空けておいて、下の行に書きます。",
    )
    fiscal_year = forms.TypedChoiceField(
        label="年度", coerce=int, empty_value=None, required=False, choices=[NO_YEAR]
    )
    as_of = WarekiDateField(label="いつの時点か", required=False)
    period = CleanCharField(
        label="調べた時期", max_length=100, required=False, help_text="例：令和3年10月から12月までの調査"
    )
    source_title = CleanCharField(label="出典", max_length=200, help_text="例：令和7年度 事業報告")
    source_year = WholeField(
        label="出典の年（西暦）", least=1900, most=2200, help_text="資料が出された年です。例：2026"
    )
    source_url = forms.URLField(
        label="出典のアドレス",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "「https://」から始まるアドレスを書いてください。"},
    )
    caution = CleanTextField(
        label="読むときの注意",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例：一人の方を、いくつもの項目で数えています。",
    )
    adds_up = forms.BooleanField(
        label="足すと合計になる（合計の行を出す）",
        required=False,
        help_text="一人の方が二つの項目に入ることがあるときは、つけません。",
    )
    chart = forms.ChoiceField(label="図", choices=ChartKind, initial=ChartKind.BAR, widget=forms.RadioSelect)
    order = WholeField(
        label="並び順", least=0, most=30_000, initial=100, help_text="小さい数の表から並びます。"
    )

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["fiscal_year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [NO_YEAR, *((year, fiscal_year_label(year)) for year in years)]

    def clean(self) -> dict[str, Any]:
        """Ask for a time, and for the fiscal year where the own centre is counted."""
        given = self.cleaned_data
        if "fiscal_year" in self.errors or "as_of" in self.errors:
            return given
        if given.get("scope") == Scope.OWN and not given.get("fiscal_year"):
            self.add_error("fiscal_year", "このセンターの数は、年度ごとに出します。年度を選んでください。")
        elif not given.get("fiscal_year") and not given.get("as_of"):
            self.add_error("fiscal_year", "年度か、いつの時点かの、どちらかを書いてください。")
        return given


class RowForm(forms.Form):
    """One row; a row without any word is no row."""

    label = CleanCharField(label="項目", max_length=60)
    value = FigureField(label="数", required=False)
    unit = CleanCharField(label="単位", max_length=10, required=False)
    note = CleanCharField(label="注", max_length=120, required=False)

    @property
    def plan(self) -> RowPlan:
        return RowPlan(**{name: self.cleaned_data[name] for name in ("label", "value", "unit", "note")})


class Rows(BaseFormSet):  # type: ignore[type-arg]  # -- takes none at run time
    """All rows, with what one alone cannot know."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"prefix": "rows"})
        for number, form in enumerate(self.forms, start=1):
            form.row_name = f"{number}行目"
            form.empty_permitted = True

    def clean(self) -> None:
        """Ask for a row, and refuse two of one name."""
        labels = [form.cleaned_data["label"] for form in self.forms if form.cleaned_data.get("label")]
        if not labels and not any(self.errors):
            raise ValidationError("数を、1行以上書いてください。")
        for form in self.forms:
            label = form.cleaned_data.get("label")
            if label and labels.count(label) > 1:
                form.add_error("label", "同じ名前の項目があります。名前を変えてください。")

    @property
    def plans(self) -> list[RowPlan]:
        return [form.plan for form in self.forms if form.cleaned_data.get("label")]


RowFormSet: Any = formset_factory(RowForm, formset=Rows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class TableEditor:
    """Words and rows of a table in one form. Asking for more rows keeps all that was typed."""

    def __init__(
        self, data: QueryDict | None = None, *, table: StatTable | None = None, years: Sequence[int]
    ) -> None:
        self.table, self.years = table, years
        self.form = TableForm(data, years=years, initial=table_initial(table))
        # Typed rows are compared with empty ones: a row as it was before is a row all the same.
        self.rows = RowFormSet(data) if data is not None else RowFormSet(initial=rows_initial(table))

    def is_valid(self) -> bool:
        """Return whether everything can be saved; afterwards each mistake stands at its field."""
        rows_are_valid = self.rows.is_valid()
        if not self.form.is_valid() or not rows_are_valid:
            return False
        decision = fits(StatTable(**self.details), self.plans)
        if not decision.allowed:
            self.form.add_error(None, decision.reason)
        return decision.allowed

    def add_rows(self) -> None:
        """Show a few more empty rows below what was typed."""
        typed = [{name: form[name].value() for name in form.fields} for form in self.rows.forms]
        more: list[dict[str, Any]] = [{} for _ in range(MORE_ROWS)]
        words = {name: self._typed_word(name) for name in self.form.fields}
        self.form = TableForm(years=self.years, initial=words)
        self.rows = RowFormSet(initial=[*typed, *more][:MOST_ROWS])

    def _typed_word(self, name: str) -> Any:
        bound = self.form[name]
        if name != "as_of":
            return bound.value()
        try:
            return self.form.fields[name].clean(bound.value())
        except ValidationError:
            return None

    @cached_property
    def details(self) -> dict[str, Any]:
        """The table's words, as the services take them."""
        return dict(self.form.cleaned_data)

    @property
    def plans(self) -> list[RowPlan]:
        plans: list[RowPlan] = self.rows.plans
        return plans

    @property
    def formsets(self) -> list[Any]:
        """The rows, for the summary of mistakes."""
        return [self.rows]

    @property
    def is_bound(self) -> bool:
        return self.form.is_bound

    @property
    def errors(self) -> list[Any]:
        """What is wrong with words or rows."""
        return [*self.form.errors, *filter(None, self.rows.errors), *self.rows.non_form_errors()]

    def add_error(self, field: str | None, error: str) -> None:
        self.form.add_error(field, error)

    def words(self) -> dict[str, Word]:
        """Return what stands in the form, all rows as one."""
        rows = [
            " ".join(str(row[name].value() or "") for name in row.fields).strip() for row in self.rows.forms
        ]
        return meanwhile.words_of(self.form) | {"values": Word("数字", "\n".join(filter(None, rows)))}

    def take_over(self, fresh: "TableEditor", names: Iterable[str]) -> None:
        """Show what stands there now where nobody wrote anything anew."""
        meanwhile.take_over(self.form, fresh.form, [name for name in names if name in self.form.fields])
        if "values" in names:
            self.rows = fresh.rows

    @property
    def can_add(self) -> bool:
        return len(self.rows.forms) < MOST_ROWS


def table_initial(table: StatTable | None) -> dict[str, Any]:
    """Return what the form shows of a table that exists."""
    return {name: getattr(table, name) for name in TableForm.base_fields} if table else {}


def rows_initial(table: StatTable | None) -> list[dict[str, Any]]:
    """Return a table's rows as they were typed, with empty ones below."""
    values = list(table.values.all()) if table else []
    rows = [
        {
            "label": each.label,
            "value": "" if each.value is None else f"{round(each.value, each.decimals):f}",
            "unit": each.unit,
            "note": each.note,
        }
        for each in values
    ]
    empty = MORE_ROWS if rows else FIRST_ROWS
    return [*rows, *({} for _ in range(empty))][:MOST_ROWS]


class SmallCountsForm(DeskForm):
    """From which number on people are counted in public."""

    threshold = WholeField(
        label="表示する最小の数",
        least=LOWEST_THRESHOLD,
        most=HIGHEST_THRESHOLD,
        help_text="5にすると、1〜4を隠します。0は、いつも表示します。",
    )
