"""What somebody writes of a document: what it is, the file, and whether a receiver may read it."""

from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from foundation.japanese.text import clean_line
from foundation.ui.forms import CleanTextField
from handoff.disclosure.enums import Part

from .enums import DocumentKind
from .services.filing import TOO_LARGE, NewDocument
from .signs import HEAD_BYTES, NOTHING, refusal_of, type_of
from .workshop.bounds import MOST_BYTES

LONGEST_NAME = 120
INSIDE = ("", "見せない（内部）")


class AddForm(forms.Form):
    """A new document of a case, or of a hand-off."""

    kind = forms.ChoiceField(
        label="書類の種類",
        choices=[("", "選んでください"), *DocumentKind.choices],
        error_messages={"required": "書類の種類を選んでください。"},
    )
    file = forms.FileField(
        label="ファイル",
        help_text="PDF、写真（JPEG、PNG）。20MBまで。中の動くしかけ、写した場所などは、置くときに取り除きます。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "ファイルを選んでください。", "empty": NOTHING},
    )
    part = forms.ChoiceField(label="相手に見せますか", required=False, widget=forms.RadioSelect)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, parts: list[Part], receiver: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not parts:
            del self.fields["part"]
            return
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [INSIDE, *_shown_with(parts)]
        field.initial = ""
        field.help_text = f"見せる相手：{receiver}。選んだ書類が開いている間だけ、いっしょに読めます。"

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        head = file.read(HEAD_BYTES)
        file.seek(0)
        if type_of(head) is None:
            raise forms.ValidationError(refusal_of(head))
        return file

    def new_document(self, handoff_id: UUID | None) -> NewDocument:
        """Return what was written, as the service takes it; the name is cut to a length that can be read."""
        data = self.cleaned_data
        file: UploadedFile = data["file"]
        return NewDocument(
            kind=DocumentKind(data["kind"]),
            name=readable_name(file.name or ""),
            content=file.read(),
            form_key=data["form_key"],
            handoff_id=handoff_id,
            part=Part(data["part"]) if data.get("part") else None,
        )


class ShareForm(forms.Form):
    """With which part a document is shown to the receiver."""

    part = forms.ChoiceField(
        label="どの書類といっしょに見せますか",
        widget=forms.RadioSelect,
        error_messages={"required": "どの書類といっしょに見せるかを選んでください。"},
    )

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _shown_with(parts)


class RemoveForm(forms.Form):
    """Why a document is removed."""

    reason = CleanTextField(label="取り除くわけ", max_length=500, help_text="わけは、記録に残ります。")


def readable_name(typed: str) -> str:
    """Return the name of a file as people read it: no folder, no sign that turns letters, not too long."""
    name = clean_line(PurePath(typed.replace("\\", "/")).name)
    printed = "".join(letter for letter in name if letter.isprintable())
    if len(printed) <= LONGEST_NAME:
        return printed
    stem, dot, ending = printed.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 2]}…{dot}{ending}"[:LONGEST_NAME]


def _shown_with(parts: list[Part]) -> list[tuple[str, str]]:
    return [(part.value, f"「{part.label}」といっしょに見せる") for part in parts]
