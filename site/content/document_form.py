"""The form of Wagtail's documents, which believes the content of a file and not its name."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from .uploads import PROVEN, is_plain_text, proven_suffix

TEXTS = frozenset({"txt", "csv"})


class DocumentForm(BaseDocumentForm):
    """Refuses a program or a page that bears the name of a document. Other endings are refused by Wagtail."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Leave out what the model says of a file that was refused here: it only sees that there is none."""
        if field is None and "file" in self.errors and hasattr(error, "error_dict"):
            error.error_dict.pop("file", None)
            if not error.error_dict:
                return
        super().add_error(field, error)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            suffix = PurePath(file.name or "").suffix.lower().removeprefix(".")
            if suffix in PROVEN and proven_suffix(file) != suffix:
                raise ValidationError(
                    f"「{file.name}」の中身は、{suffix.upper()}ではありません。もとのソフトで開いて、{suffix}の形で保存しなおしてください。"
                )
            if suffix in TEXTS and not is_plain_text(file):
                raise ValidationError(
                    f"「{file.name}」の中身は、文字だけのファイルではありません。もとのソフトで保存しなおしてください。"
                )
        return file
