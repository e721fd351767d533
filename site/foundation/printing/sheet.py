"""What people tick and write by hand: the words of a FAX sheet, taken from the form it is the twin of."""

from dataclasses import dataclass
from typing import Protocol


class Centre(Protocol):
    """Whose paper it is; the profile of `foundation.centre` is one."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def fax(self) -> str: ...
    @property
    def hours_text(self) -> str: ...


@dataclass(frozen=True)
class Box:
    """A box to tick; `write_in` (番号, or an empty word) opens a bracket to write in, after this word."""

    label: str
    write_in: str | None = None


@dataclass(frozen=True)
class SheetRow:
    """One question: with boxes it is ticked, without it is written into."""

    label: str
    boxes: tuple[Box, ...] = ()
    hint: str = ""
