"""What somebody writes of a document: what it is, the file, how far a receiver may go, copies on paper."""

from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from foundation.japanese.text import clean_line
from foundation.ui.forms import CleanCharField, CleanTextField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.disclosure.enums import Part

from .enums import CopyLimit, DocumentKind
from .models import MOST_ON_PAPER
from .rules import LOOK_ONLY, Limit, may_be_set
from .services.filing import TOO_LARGE, NewDocument
from .services.following import NewPaper
from .signs import HEAD_BYTES, NOTHING, refusal_of, type_of
from .workshop.bounds import MOST_BYTES

LONGEST_NAME = 120
INSIDE = ("", "見せない（内部）")


class LimitForm(forms.Form):
    """How far a document is shown to the receiver: look, or take copies as well; until which day."""

    copies = forms.ChoiceField(
        label="写しを受け取れますか",
        choices=CopyLimit.choices,
        initial=CopyLimit.LOOK_ONLY,
        widget=forms.RadioSelect,
        help_text="相手の機関ぜんぶで数えます。写しには、受け取った人の名前と時刻が入ります。",
        error_messages={"required": "写しを受け取れるかを選んでください。"},
    )
    until = WarekiDateField(
        label="いつまで見せますか",
        required=False,
        help_text="この日の終わりに、読めなくなります。書かなければ、書類が開いている間です。",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        decision = may_be_set(Limit(until=until), today=self.today)
        if not decision.allowed:
            raise forms.ValidationError(decision.reason)
        return until

    @property
    def limit(self) -> Limit:
        """Return what was chosen, once the form was found whole; nothing chosen is looking alone."""
        copies = CopyLimit(int(self.cleaned_data["copies"] or CopyLimit.LOOK_ONLY))
        return Limit(most_copies=copies, until=self.cleaned_data["until"])


class AddForm(LimitForm):
    """A new document of a case, or of a hand-off; how far it is shown counts only with a part."""

    field_order = ("kind", "file", "part", "copies", "until", "form_key")
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
        self.fields["copies"].required = False
        if not parts:
            for name in ("part", "copies", "until"):
                del self.fields[name]
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

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("part"):
            for name in ("copies", "until"):
                self.errors.pop(name, None)

    def new_document(self, handoff_id: UUID | None) -> NewDocument:
        """Return what was written, as the service takes it; the name is cut to a length that can be read."""
        data = self.cleaned_data
        file: UploadedFile = data["file"]
        part = Part(data["part"]) if data.get("part") else None
        return NewDocument(
            kind=DocumentKind(data["kind"]),
            name=readable_name(file.name or ""),
            content=file.read(),
            form_key=data["form_key"],
            handoff_id=handoff_id,
            part=part,
            limit=self.limit if part else LOOK_ONLY,
        )


class ShareForm(LimitForm):
    """With which part a document is shown to the receiver, and how far."""

    field_order = ("part", "copies", "until")
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


class PaperForm(forms.Form):
    """Copies on paper: how many, since when, with whom they are."""

    copies = forms.IntegerField(
        label="部数",
        min_value=1,
        max_value=MOST_ON_PAPER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "部数を書いてください。",
            "invalid": "部数は、数字で書いてください。",
            "min_value": "部数は、1から書いてください。",
            "max_value": f"部数は、{MOST_ON_PAPER}までで書いてください。",
        },
    )
    made_on = WarekiDateField(label="作った日", earliest=WORK_BEGAN)
    whereabouts = CleanCharField(
        label="だれに渡したか、どこにあるか",
        max_length=200,
        help_text="例：見本の家の管理者に渡した。事務室の鍵つきの棚。",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def new_paper(self) -> NewPaper:
        """Return what was written, as the service takes it."""
        return NewPaper(**self.cleaned_data)


class DestroyedForm(forms.Form):
    """On which day copies on paper were destroyed."""

    on = WarekiDateField(
        label="捨てた日", earliest=WORK_BEGAN, help_text="細かく切って捨てた日。あとから変えられません。"
    )


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
