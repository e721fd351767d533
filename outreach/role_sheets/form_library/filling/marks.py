"""Marks in text: where they stand, what they become, which known one was probably meant."""

import difflib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from foundation.form_marks import Value
from foundation.japanese.dates import wareki

# 【記入例】 is a heading of the form, not a mark: a mark has a point in its name.
_MARK = re.compile(r"【([^【】\n\x1f]{1,80})】")
# What stands where nothing is known: an empty cell would look as if it had been forgotten.
NOTHING = "—"
# Each table offers the number of its row besides its own columns.
NUMBER_COLUMN = "番号"
_CLOSE = 0.5


@dataclass(frozen=True)
class Table:
    """The rows that repeat a row of the form."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]

    def cell(self, row: int, column: str) -> Value:
        """Return one value; None where the table has no rows."""
        if row >= len(self.rows):
            return None
        return row + 1 if column == NUMBER_COLUMN else self.rows[row][list(self.columns).index(column)]


@dataclass(frozen=True)
class Answers:
    """What the marks of a form say; a name that stands in neither is unknown and stays in the form."""

    values: dict[str, Value] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def table_of(self, name: str) -> tuple[str, str] | None:
        """Return the table and the column that a mark names, or None when it names none."""
        table, _, column = name.rpartition(".")
        found = self.tables.get(table)
        is_column = found is not None and column in (*found.columns, NUMBER_COLUMN)
        return (table, column) if is_column else None

    def is_known(self, name: str) -> bool:
        return name in self.values or self.table_of(name) is not None

    def value(self, name: str, row: int) -> Value:
        """Return what a known mark says in a repeated row, the first being 0."""
        column = self.table_of(name)
        return self.tables[column[0]].cell(row, column[1]) if column else self.values[name]


@dataclass(frozen=True)
class FoundMark:
    """A mark in a form, and where."""

    place: str
    name: str


@dataclass(frozen=True)
class Written:
    """A mark that was filled: where, which row of its table from 0 (else None), and in which words."""

    place: str
    name: str
    row: int | None
    words: str


def names_in(text: str) -> list[str]:
    """Return the names of the marks in a text, in order."""
    return [name for _, _, name in _spans(text)]


def only_mark(text: str) -> str:
    """Return the name of the mark that is the whole text, or nothing."""
    spans = _spans(text.strip())
    return spans[0][2] if len(spans) == 1 and spans[0][:2] == (0, len(text.strip())) else ""


def replaced(pieces: Sequence[str], words_of: Callable[[str], str | None]) -> list[str]:
    """Return pieces of one text with its marks replaced; a mark may begin in one piece and end in another.

    The words stand where the mark began, in the look of that piece. Without words a mark stays.
    """
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    made: list[list[str]] = [[] for _ in pieces]
    # From which letter on a piece is still to be taken over.
    kept = [0] * len(pieces)
    for begin, end, name in _spans("".join(pieces)):
        words = words_of(name)
        if words is None:
            continue
        place = bisect_right(starts, begin) - 1
        made[place] += pieces[place][kept[place] : begin - starts[place]], words
        while place < len(pieces) and starts[place] < end:
            kept[place] = min(end - starts[place], len(pieces[place]))
            place += 1
    return ["".join((*new, piece[since:])) for piece, new, since in zip(pieces, made, kept, strict=True)]


def in_words(value: Value) -> str:
    """Return a value as it stands within a text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date):
        return wareki(value)
    return f"{value:,}" if isinstance(value, int | Decimal) else value


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like an unknown one, or nothing when none is."""
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=_CLOSE)
    return found[0] if found else ""


def _spans(text: str) -> list[tuple[int, int, str]]:
    found = []
    for each in _MARK.finditer(text):
        name = "".join(unicodedata.normalize("NFKC", each[1]).split())
        if re.fullmatch(r"[^.]+(\.[^.]+)+", name):
            found.append((each.start(), each.end(), name))
    return found
