from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from events.desk_forms.attachments import SeveralFilesInput
from events.desk_forms.fields import DayField, tell_today
from events.services.attachments import Upload
from events.uploads import MOST_FILES, TITLE_LENGTH, UploadRefused, proven_suffix
from foundation.japanese.text import clean_line

# What the form begins with; staff write another day where they want one.
USUALLY_OPEN_DAYS = 90


class MaterialsForm(forms.Form):
    """New files, each looked into, and until when they are open."""

    files = forms.Field(
        label="資料",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx"}),
        help_text="PDF、Word、Excel、PowerPoint。一度に5つまで、1つ20MBまで。ファイルの名前が題名になります。",
    )
    open_until = DayField(
        label="いつまで開けるか", help_text="この日まで、参加する方・参加した方が開けます。"
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        first = {"open_until": today + timedelta(days=USUALLY_OPEN_DAYS)}
        super().__init__(*args, initial=first, **options)
        tell_today(self, today)
        self.today, self.uploads = today, list[Upload]()

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
        _not_past(self, self.today)
        return self.cleaned_data


class OpenUntilForm(DeskForm):
    """Until when one material is open."""

    open_until = DayField(label="いつまで開けるか")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_today(self, today)


def _not_past(form: forms.Form, today: date) -> None:
    day = form.cleaned_data.get("open_until")
    if day is not None and day < today:
        form.add_error("open_until", "今日からあとの日にしてください。")
