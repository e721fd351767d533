"""What one line of a table says, cell by cell: as it is stored, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError

from directory.forms.agencies import CorporateNumberField
from foundation.japanese.numbers import clean_digits
from foundation.japanese.text import half_width
from foundation.ui.forms import CleanCharField, KanaField, MailField, PhoneField, PostalCodeField

from .enums import Content

# What our own CSV in Shift_JIS writes for a character that it lacks.
LOST = "〓"
_LABELS = {each: str(each.label) for each in Content}
_FIELDS: dict[str, forms.Field] = {
    Content.NAME: CleanCharField(label=_LABELS[Content.NAME], max_length=100, required=False),
    Content.NAME_KANA: KanaField(label=_LABELS[Content.NAME_KANA], max_length=200, required=False),
    Content.KIND: CleanCharField(label=_LABELS[Content.KIND], max_length=60, required=False),
    Content.MUNICIPALITY: CleanCharField(label=_LABELS[Content.MUNICIPALITY], max_length=40, required=False),
    Content.CORPORATE_NUMBER: CorporateNumberField(label=_LABELS[Content.CORPORATE_NUMBER], required=False),
    Content.CORPORATION: CleanCharField(label=_LABELS[Content.CORPORATION], max_length=100, required=False),
    Content.POSTAL_CODE: PostalCodeField(label=_LABELS[Content.POSTAL_CODE], required=False),
    Content.ADDRESS: CleanCharField(label=_LABELS[Content.ADDRESS], max_length=200, required=False),
    Content.PHONE: PhoneField(label=_LABELS[Content.PHONE], required=False),
    Content.FAX: PhoneField(label=_LABELS[Content.FAX], required=False),
    Content.EMAIL: MailField(label=_LABELS[Content.EMAIL], required=False),
    Content.PARENT: CleanCharField(label=_LABELS[Content.PARENT], max_length=120, required=False),
}
CALCULATED = "計算式か、エラーの表示が入っています。値だけを貼り付けてください。"
UNREADABLE = "「〓」は、Shift_JISのファイルにするときに失われた字です。正しい字に直してください。"


@dataclass
class Said:
    """What a line says: texts by content, empty cells among them; faults by column from 0."""

    values: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def get(self, content: Content) -> str:
        return self.values.get(content, "")


def read_line(cells: Sequence[str | None], columns: Sequence[str]) -> Said:
    """Return what the used columns of a line say; a cell that is wrong says nothing and is a fault."""
    said = Said()
    for at, content in enumerate(columns):
        if not content:
            continue
        written = cells[at] if at < len(cells) else ""
        if written is None:
            said.faults.append((at, CALCULATED))
        elif LOST in written:
            said.faults.append((at, UNREADABLE))
        else:
            try:
                said.values[content] = _cleaned(content, written)
            except ValidationError as error:
                said.faults.append((at, error.messages[0]))
    return said


def _cleaned(content: str, written: str) -> str:
    if content == Content.PUBLIC_ID:
        return half_width(clean_digits(written)).upper()
    text: str = _FIELDS[content].clean(written)
    return text


def place_in(address: str, places: Mapping[str, int]) -> int | None:
    """Return the municipality whose prefecture and name an address begins with; a 郡 may stand between.

    `places` has the id of each by prefecture and name, both with and without its prefecture's name; the
    longest that fits counts.
    """
    fitting = [name for name in places if address.startswith(name)]
    return places[max(fitting, key=len)] if fitting else None
