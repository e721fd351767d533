"""Files of an event in its form: new ones, ones that wait since the last try, ones it has already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from events.models import Event
from events.services.attachments import Upload
from events.uploads import MOST_FILES, HeldUpload, UploadRefused, held_uploads, hold, open_held

from .fields import offer

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class AttachmentsForm(forms.Form):
    """New files are looked into and held at once: a mistake elsewhere costs nobody the files they chose."""

    new_files = forms.Field(
        label="資料を添える",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx"}),
        help_text="PDF、Word、Excel、PowerPoint。全部で5つまで、1つ20MBまで。",
    )
    kept = forms.MultipleChoiceField(
        label="さきほど選んだ資料",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="添えないものは、チェックを外します。",
    )
    removed = forms.TypedMultipleChoiceField(
        label="いま添えてある資料を外す",
        required=False,
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        event: Event | None,
        now: datetime,
        initial: Mapping[str, Any] | None = None,
        held: Sequence[HeldUpload] = (),
    ) -> None:
        self.held = held_uploads(data.getlist("kept")) if data else list(held)
        self.refusals: list[str] = []
        for file in files.getlist("new_files") if files else []:
            try:
                self.held.append(hold(file, now=now))
            except UploadRefused as error:
                self.refusals.append(str(error))
        if data is not None:
            data = data.copy()
            data.setlist("kept", [each.token for each in self.held])
        super().__init__(data, files, initial=dict(initial or {}))
        self.attached = list(event.attachments.order_by("id")) if event else []
        offer(self, "removed", [(each.pk, each.title) for each in self.attached])
        offer(self, "kept", [(each.token, each.title) for each in self.held])
        self.initial["kept"] = [each.token for each in self.held]

    def clean(self) -> dict[str, Any]:
        """Say what was refused, and when there are too many."""
        for refusal in self.refusals:
            self.add_error("new_files", refusal)
        staying = len(self.attached) - len(self.cleaned_data.get("removed", []))
        if staying + len(self.held) > MOST_FILES:
            self.add_error("new_files", f"資料は{MOST_FILES}つまでです。いくつか外してください。")
        return self.cleaned_data

    def uploads(self) -> list[Upload]:
        """Return the new files, opened."""
        return [Upload(each.title, each.suffix, open_held(each)) for each in self.held]
