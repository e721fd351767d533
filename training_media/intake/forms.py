"""Forms of the intake: a file, a title, rights, and the time map of a replacement."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, formset_factory

from content.desk_forms import DeskForm
from events.desk_forms.fields import DayField, tell_today
from foundation.ui.forms import CleanCharField, CleanTextField
from training_media.models import Recording
from training_media.times import as_clock, read_clock
from training_media.viewing.rules import SamePiece

from .models import Rights

MOST_ROWS, EMPTY_ROWS = 60, 3
A_TIME = "時刻は「41:10」や「1:02:30」のように書いてください。"


class NewUploadForm(forms.Form):
    """A file and what it shall be called."""

    title = CleanCharField(
        label="題名", max_length=100, required=False, help_text="書かないと、ファイルの名前が題名になります。"
    )
    file = forms.FileField(
        label="動画のファイル",
        widget=forms.FileInput(attrs={"accept": "video/*,.mkv,.mts,.m2ts"}),
        error_messages={
            "required": "動画のファイルを選んでください。",
            "empty": "ファイルが空です。別のファイルを選んでください。",
        },
        help_text="2GBまで。MP4、MOV、WebM、MKV、AVI、WMV。",
    )

    @property
    def sent(self) -> UploadedFile:
        found: UploadedFile = self.cleaned_data["file"]
        return found


class BeginForm(forms.Form):
    """What the script says of a file before it sends it."""

    name = forms.CharField(max_length=1000)
    size = forms.IntegerField(min_value=0)
    modified = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    title = CleanCharField(max_length=100, required=False)


class TitleForm(DeskForm):
    title = CleanCharField(label="題名", max_length=100)


class RightsForm(DeskForm):
    """Who made a recording with the centre, and until when it may be shown."""

    partner = CleanCharField(
        label="一緒に作った機関・委員会",
        max_length=100,
        required=False,
        help_text="例　〇〇県地域生活定着支援推進委員会",
    )
    approved_by = CleanCharField(
        label="承認した人・会議",
        max_length=100,
        required=False,
        help_text="例　推進委員会　第2回、講師ご本人",
    )
    approved_on = DayField(label="承認された日", required=False, bare_day="last")
    holders = CleanTextField(
        label="講師・画像・音楽などの権利",
        max_length=500,
        required=False,
        help_text="だれが権利をもち、どこまで使ってよいか。",
    )
    host = CleanCharField(
        label="ここのほかに、動画を置いているところ",
        max_length=100,
        required=False,
        help_text="なければ、空けておいてください。例　委員会の動画サイト",
    )
    until = DayField(label="使える期限", required=False, help_text="期限がなければ、空けておいてください。")
    review_on = DayField(
        label="次に確かめる日",
        required=False,
        help_text="はじめの画面で知らせます。",
    )

    def __init__(self, *args: Any, rights: Rights | None, today: date, **options: Any) -> None:
        first = {name: getattr(rights, name) for name in self.base_fields} if rights else {}
        super().__init__(*args, initial=first, **options)
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        approved, until = self.cleaned_data.get("approved_on"), self.cleaned_data.get("until")
        if approved and until and until < approved:
            self.add_error("until", "使える期限は、承認された日よりあとにしてください。")
        return self.cleaned_data


class TimeField(CleanCharField):
    """A time in a recording, in milliseconds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=12, required=False, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_clock(text, exactly=True)
        except ValueError:
            raise forms.ValidationError(A_TIME) from None

    def prepare_value(self, value: Any) -> Any:
        return as_clock(value, exactly=True) if isinstance(value, int) else value


class PieceForm(forms.Form):
    """One row of a time map; an empty one is no row."""

    old_start = TimeField(label="前の版の、どこから")
    old_end = TimeField(label="前の版の、どこまで")
    new_start = TimeField(label="新しい版の、どこから")

    row_name = ""

    @property
    def piece(self) -> SamePiece | None:
        given = [self.cleaned_data.get(name) for name in ("old_start", "old_end", "new_start")]
        return SamePiece((given[0], given[1]), given[2]) if None not in given else None  # type: ignore[arg-type]  # -- none is None

    def clean(self) -> dict[str, Any]:
        names = ("old_start", "old_end", "new_start")
        given = [name for name in names if self.cleaned_data.get(name) is not None]
        if given and not self.errors:
            for name in names:
                if name not in given:
                    self.add_error(name, A_TIME)
        return self.cleaned_data


class _Pieces(BaseFormSet):
    def add_fields(self, form: PieceForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.row_name = f"{(index or 0) + 1}行目"

    @property
    def pieces(self) -> list[SamePiece]:
        return [piece for form in self.forms if (piece := form.piece) is not None]


_PieceRows = formset_factory(
    PieceForm, formset=_Pieces, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def piece_rows(data: Any, pieces: Sequence[SamePiece]) -> _Pieces:
    """Return the rows of a time map, filled with these pieces, and some empty ones."""
    first = [
        {"old_start": each.old[0], "old_end": each.old[1], "new_start": each.new_start} for each in pieces
    ]
    rows: _Pieces = _PieceRows(data, initial=first, prefix="pieces")
    return rows


class NewRecordingForm(forms.Form):
    """Which recording comes in the place of another."""

    new = forms.TypedChoiceField(
        label="新しい動画", coerce=int, error_messages={"required": "新しい動画を選んでください。"}
    )

    def __init__(self, *args: Any, recordings: Iterable[Recording], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(each.pk, f"{each.title}（{as_clock(each.duration)}）") for each in recordings]
        self.fields["new"].choices = [("", "選んでください"), *choices]  # type: ignore[attr-defined]  # -- a ChoiceField
