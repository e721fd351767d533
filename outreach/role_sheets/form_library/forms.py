"""What the desk writes of a form and its versions, and for which year it fills one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from content.duties.models import Duty
from content.facts.models import PLACE
from content.uploads import proven_suffix
from events.desk_forms.fields import DayField, tell_today
from foundation.incoming.refusal import FileRefused
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import Origin
from .filling.engine import marks_in
from .filling.sizes import MOST_BYTES
from .filling.traces import insist_on_quiet_pdf, without_names
from .models import FormKind, FormVersion
from .queries import FOR_ALL
from .services.library import Upload

LONGEST_NAME = 200
OFFICE, PAPERS = ("xlsx", "docx"), ("pdf", "docx", "xlsx")
HAS_MARKS = (
    "しるし（【{}】など）が入っています。しるしのあるファイルは「しるしを書いた様式」に入れてください。"
)
NO_MARKS = (
    "しるしがありません。【研修.開催数】のように書いて、保存し直してください。「しるしの一覧」から選べます。"
)
WRONG = "使えないファイルです。{}だけを入れられます。"
TOO_LARGE = f"{MOST_BYTES // 1024 // 1024}MBを超えています。小さくしてください。"


class KindForm(DeskForm):
    """A form by its name, and who made it."""

    title = CleanCharField(label="様式の名前", max_length=80, help_text="例：福祉サービス等調整計画")
    origin = forms.ChoiceField(label="だれの様式か", choices=Origin, widget=forms.RadioSelect)
    duty = forms.ModelChoiceField(Duty.objects.none(), label="使う業務", required=False, empty_label=FOR_ALL)
    used_for = CleanCharField(
        label="何に使うか",
        max_length=200,
        help_text="例：出る前に、要る支援をまとめて、関係機関と確かめます。",
    )
    source = CleanCharField(
        label="出どころと年", max_length=200, help_text="例：県の委託契約の様式（令和8年度）"
    )
    source_url = CleanCharField(
        label="様式のあるところ（アドレス）",
        max_length=500,
        required=False,
        validators=[PLACE],
        help_text="ファイルをここに置けないとき、受け取れるページを書きます。例：https://www.mhlw.go.jp/…",
    )
    code = forms.SlugField(
        label="アドレスに使う記号",
        max_length=40,
        help_text="英字の小文字、数字、ハイフン。例：support-plan",
        error_messages={"invalid": "英字、数字、ハイフンだけで書いてください。"},
    )
    is_listed = forms.BooleanField(
        label="だれでも読める「様式集」に出す",
        required=False,
        help_text="名前と、何に使うかが出ます。ファイルは、版ごとに公開したものだけが出ます。",
    )

    def __init__(self, *args: Any, kind: FormKind | None = None, **options: Any) -> None:
        names = ("title", "origin", "duty", "used_for", "source", "source_url", "code", "is_listed")
        first = {name: getattr(kind, name) for name in names} if kind else {}
        super().__init__(*args, initial=first, **options)
        duty = self.fields["duty"]
        assert isinstance(duty, forms.ModelChoiceField)
        duty.queryset = Duty.objects.order_by("number")

    @property
    def details(self) -> Mapping[str, Any]:
        return self.cleaned_data


class WordsForm(DeskForm):
    """The words of a version."""

    name = CleanCharField(label="版の名前", max_length=40, help_text="例：令和8年4月版、第2版")
    valid_from = DayField(label="いつから使うか", bare_day="nearest", help_text="例：2026/4/1")
    source = CleanCharField(
        label="出どころと年",
        max_length=200,
        help_text="例：県の通知（令和8年3月）の別紙。わかるときは番号も。",
    )
    guide = CleanTextField(
        label="書き方",
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="まちがえやすいところ、だれに出すか、いつまでか。読む人にわかる言葉で。",
    )
    responsible = CleanCharField(
        label="担当",
        max_length=60,
        help_text="係や役職です。例：連携担当。内容が古くないかを、年に1回見ます。",
    )

    def __init__(self, *args: Any, today: Any, version: FormVersion | None = None, **options: Any) -> None:
        names = ("name", "valid_from", "source", "guide", "responsible")
        first = {name: getattr(version, name) for name in names} if version else {}
        super().__init__(*args, initial=first, **options)
        tell_today(self, today)

    @property
    def details(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in WordsForm.base_fields}


class FormFileField(forms.FileField):
    """A file that is looked into at once: its ending by its content, its marks, whatever could hurt."""

    def __init__(
        self, *, suffixes: Sequence[str], wants_marks: bool, is_public: bool = False, **options: Any
    ) -> None:
        accept = {"accept": ",".join(f".{each}" for each in suffixes)}
        super().__init__(
            max_length=LONGEST_NAME, required=False, widget=forms.FileInput(attrs=accept), **options
        )
        self.suffixes, self.wants_marks, self.is_public = suffixes, wants_marks, is_public

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file as an upload, or None without one. Raises ValidationError with what to do."""
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE, code="size")
        file.seek(0)
        content = file.read()
        suffix = proven_suffix(file)
        try:
            # Whatever is no document is told apart from one that is locked, has macros or is too large.
            found = () if suffix == "pdf" else marks_in(content)[1]
        except FileRefused as refused:
            raise forms.ValidationError(refused.message, code="refused") from None
        if suffix not in self.suffixes:
            words = "、".join(each.upper() if each == "pdf" else each for each in self.suffixes)
            raise forms.ValidationError(WRONG.format(words), code="kind")
        if self.wants_marks and not found:
            raise forms.ValidationError(NO_MARKS, code="marks")
        if not self.wants_marks and found:
            raise forms.ValidationError(HAS_MARKS.format(found[0].name), code="marks")
        return Upload(suffix, self._for_everybody(suffix, content) if self.is_public else content)

    def _for_everybody(self, suffix: str, content: bytes) -> bytes:
        try:
            if suffix != "pdf":
                return without_names(content)
            insist_on_quiet_pdf(content)
        except FileRefused as refused:
            raise forms.ValidationError(refused.message, code="traces") from None
        return content


class VersionForm(WordsForm):
    """A version with its files."""

    blank = FormFileField(
        label="空の様式",
        suffixes=PAPERS,
        wants_marks=False,
        is_public=True,
        help_text="公開すると、だれでも使えます。PDF、Word（docx）、Excel（xlsx）。10MBまで。",
    )
    marked = FormFileField(
        label="しるしを書いた様式",
        suffixes=OFFICE,
        wants_marks=True,
        help_text="職員だけが使います。Excel（xlsx）かWord（docx）に【研修.開催数】のように書いておくと、"
        "年度を選ぶだけで数が入ります。マクロとパスワードは外してください。10MBまで。",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one file at least."""
        data = super().clean()
        if not {"blank", "marked"} & self.errors.keys() and not (data.get("blank") or data.get("marked")):
            self.add_error("blank", "ファイルを、どちらか1つは入れてください。")
        return data


class FillForm(DeskForm):
    """The fiscal year that a form is filled for."""

    fiscal_year = forms.TypedChoiceField(label="どの年度の数を入れるか", coerce=int)

    def __init__(self, *args: Any, years: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["fiscal_year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(years)
