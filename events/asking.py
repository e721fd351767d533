"""What rooms ask of applicants besides, and where that stands: named lists that rooms fill in.

Takers and followers are called inside the transaction; everything else is pulled by its reader.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from directory.models import Agency
from foundation.exports.table import Column
from foundation.printing.sheet import SheetRow
from foundation.registry import Registry, Rows

from .models import Application, Event, Session

type Told = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FormPart:
    """What a room asks in the entry form. `judge` looks at all of it once each field is right by itself.

    `given` is what the room's taker receives, `told` what the confirm page says. A field may have the
    attribute `is_conditional`: then it is neither marked as needed nor as free.
    """

    room: str
    title: str
    fields: Mapping[str, forms.Field]
    judge: Callable[[forms.Form], None]
    given: Callable[[Mapping[str, Any]], Any]
    told: Callable[[Mapping[str, Any]], Told]
    note: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """One answer; `desk_path` leads staff to a file."""

    label: str
    words: str
    desk_path: str = ""


@dataclass(frozen=True)
class AnswerPart:
    """What was answered, and how much of what is asked is still missing."""

    rows: tuple[AnswerRow, ...]
    waiting: int
    path: str
    desk_path: str
    may_answer: bool


@dataclass(frozen=True)
class RosterColumn:
    """A column of the staff's roster with its words by application; they stand with the first person."""

    column: Column
    words: Mapping[int, str]


class AsksMore(forms.Form):
    """A form that takes in what rooms ask."""

    parts: Sequence[FormPart] = ()

    def ask(self, parts: Sequence[FormPart]) -> None:
        """Add the rooms' fields after the form's own."""
        self.parts = parts
        for part in parts:
            self.fields |= {name: deepcopy(field) for name, field in part.fields.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for part in self.parts:
            part.judge(self)
        return cleaned

    @property
    def asked(self) -> list[tuple[FormPart, list[BoundField]]]:
        """Each room's fields."""
        return [(part, [self[name] for name in part.fields]) for part in self.parts]

    @property
    def more(self) -> dict[str, Any]:
        """What was given to the rooms, by room."""
        return {part.room: part.given(self.cleaned_data) for part in self.parts}

    @property
    def more_told(self) -> list[tuple[FormPart, Told]]:
        """What the confirm page says."""
        return [(part, part.told(self.cleaned_data)) for part in self.parts]


# (event, agency or None, by_staff, now) -> a part of the entry form, or None
form_parts: Registry[Callable[[Event, Agency | None, bool, datetime], FormPart | None]] = Registry()
# name of the room -> (application, what was given or None, by_staff, now), while somebody applies;
# whoever cannot take it raises ApplicationRefused
application_takers: Registry[Callable[[Application, Any, bool, datetime], None]] = Registry()
# (application, now) -> what was answered, or None
answer_parts: Registry[Callable[[Application, datetime], AnswerPart | None]] = Registry()
# (application, now) -> sentences that a letter about a seat or its decision adds
letter_words: Registry[Callable[[Application, datetime], Iterable[str]]] = Registry()
# (session) -> columns of the staff's roster
roster_columns: Registry[Callable[[Session], Sequence[RosterColumn]]] = Registry()
# (event) -> rows of the application sheet
sheet_questions: Registry[Callable[[Event], Iterable[SheetRow]]] = Registry()
# (event, copy, now), inside the transaction in which an event is written out again
copy_followers: Registry[Rows] = Registry()


def parts_of(event: Event, agency: Agency | None, *, by_staff: bool, now: datetime) -> list[FormPart]:
    """Return what rooms ask whoever applies for this event now."""
    return [part for source in form_parts if (part := source(event, agency, by_staff, now))]


def answers_of(application: Application, *, now: datetime) -> list[AnswerPart]:
    """Return what was answered to the rooms."""
    return [part for source in answer_parts if (part := source(application, now))]
