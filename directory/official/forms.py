"""What staff give an import, and where a record belongs."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from content.forms import WrittenField
from directory.forms.agencies import AgencyField
from directory.models import Agency
from foundation.japanese.dates import parse_date, wareki

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 60


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or many."""

    widget = SeveralFilesInput(attrs={"accept": ".csv,.zip"})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile]":  # type: ignore[override]  # -- many
        """Return the files. Raises ValidationError for none, too many, or an empty one."""
        files = list(data or [])
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"ファイルは一度に{MOST_FILES}個までです。分けて選んでください。")
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    """Files as the ministry publishes them."""

    files = SeveralFilesField(
        label="公表データのファイル",
        help_text="ZIPのまま、または中のCSVを、いくつでもいっしょに選べます。1つ512MBまで。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "中身のないファイルがあります。もう一度ダウンロードしてください。",
            "max_length": "ファイルの名前が長すぎます（200文字まで）。",
        },
        max_length=200,
    )
    period = WrittenField(
        label="公表された時期",
        required=False,
        read=parse_date,
        show=wareki,
        help_text="ファイルの名前に年月があれば、書かなくてかまいません。例：令和8年9月1日、R8.9.1",
    )


class MoveForm(forms.Form):
    """To which agency a record belongs from today."""

    agency = AgencyField(label="この記録の機関", help_text="機関の名前か番号で書きます。")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].agencies = Agency.objects.current(today=today)  # type: ignore[attr-defined]  # -- ours
