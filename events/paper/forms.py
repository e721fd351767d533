"""What staff give the paper desk: files, the number of what they typed, the digits on the FAX machine."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from events import drawing
from events.date_rules import may_have_arrived
from events.desk_forms.event import local_moment
from events.desk_forms.fields import ClockField, DayField, offer, tell_today
from events.registries import scan_targets
from foundation.ui.forms import CleanCharField

from . import rules

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 20
MOST_BYTES = 20 * 1024**2


class SeveralScansInput(forms.FileInput):
    allow_multiple_selected = True


class ScansField(forms.FileField):
    """One scan or many, each of a kind that can be drawn."""

    widget = SeveralScansInput(attrs={"accept": ".pdf,.tif,.tiff,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile]":  # type: ignore[override]  # -- many
        """Return the files. Raises ValidationError for none, too many, too large or another kind."""
        files: list[UploadedFile] = list(data or [])
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"ファイルは一度に{MOST_FILES}個までです。分けて選んでください。")
        return [self._checked(super(ScansField, self).clean(file, initial)) for file in files]

    def _checked(self, file: "UploadedFile") -> "UploadedFile":
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError("20MBを超えるファイルがあります。分けてスキャンしてください。")
        if not drawing.kind_of(file.read(drawing.LONGEST_SIGN)):
            raise forms.ValidationError(f"{drawing.UNKNOWN}スキャンした紙だけを入れてください。")
        file.seek(0)
        return file


class ScansForm(forms.Form):
    """Scans that are put in by hand, and when the paper was received."""

    files = ScansField(
        label="スキャンしたファイル",
        help_text="PDF、TIFF、JPEG、PNG。1つ20MB、20ページまで。いくつでもいっしょに選べます。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "中身のないファイルがあります。もう一度スキャンしてください。",
        },
    )
    received_day = DayField(label="紙を受け取った日", bare_day="last")
    received_time = ClockField(label="受け取った時刻", help_text="FAXの上のはしに印刷されています。")

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = timezone.localtime(now)
        tell_today(self, self.now.date())

    def clean(self) -> dict[str, Any]:
        """Put day and time together; a moment that is still to come is refused."""
        given = super().clean() or {}
        if given.get("received_day") and given.get("received_time"):
            given["received_at"] = local_moment(given["received_day"], given["received_time"])
            received = may_have_arrived(given["received_at"], self.now)
            if not received.allowed:
                self.add_error("received_time", received.reason)
        return given


class LinkForm(forms.Form):
    """What was typed in from a scan."""

    target = forms.ChoiceField(label="何を入力しましたか", widget=forms.RadioSelect)
    number = CleanCharField(
        label="受付番号",
        max_length=12,
        help_text="入力のあとに出た番号です。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        targets = [(name, target.label) for name, target in scan_targets.items()]
        offer(self, "target", targets)
        self.fields["target"].initial = targets[0][0] if targets else ""


class DialledForm(forms.Form):
    """The second look: what the FAX machine says it has dialled."""

    digits = CleanCharField(
        label="FAX機に出た番号の、下4けた",
        max_length=8,
        help_text="送ったあとの画面か、送信の記録から書き写します。",
        error_messages={"required": "FAX機に出た番号の、下4けたを書いてください。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, number: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.number = number

    def clean_digits(self) -> str:
        """Refuse digits that are not those of the number: then it went to somebody else."""
        digits: str = self.cleaned_data["digits"]
        if not rules.is_dialled(self.number, digits):
            raise forms.ValidationError(
                "送り先の番号とちがいます。ちがう所へ送ったかもしれません。FAX機の記録を見て、所長に知らせてください。"
            )
        return digits
