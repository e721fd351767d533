import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Literal

from foundation.exports.formula_guard import guarded
from foundation.exports.table import Cell, LongTable, Table, local

type Encoding = Literal["utf-8-sig", "cp932"]

REPLACEMENT_MARK = "〓"
LINES_AT_ONCE = 200

# The same signs under the code points that CP932 knows.
_CP932_TWINS = str.maketrans("—¥¦‾", "―￥￤￣")


@dataclass(frozen=True)
class Replacement:
    """A character that the file could not hold; `row` counts as spreadsheets do, the headings being row 1."""

    row: int
    column: str
    character: str


@dataclass(frozen=True)
class CsvFile:
    """The file and, for a sentence to its reader, what it could not hold."""

    content: bytes
    replaced: tuple[Replacement, ...]


def write_csv(table: Table, *, encoding: Encoding) -> CsvFile:
    """Return `table` as CSV with headings, lines ended by CRLF, days as 2026-11-14, times as 13:30 behind.

    Characters that the encoding lacks become 〓 and are reported, a variation selector by itself. What a
    spreadsheet would calculate is guarded (`formula_guard`). A CSV carries no kinds: Excel drops leading
    zeros when it opens one, so offer the workbook beside it.
    """
    replaced: list[Replacement] = []
    headings = tuple(column.heading for column in table.columns)
    lines: list[str] = []
    for number, row in enumerate((headings, *table.rows), start=1):
        line, lacking = _line(row, encoding)
        lines.append(line)
        replaced += [
            Replacement(number, heading, character)
            for heading, characters in zip(headings, lacking, strict=True)
            for character in characters
        ]
    return CsvFile("".join(lines).encode(encoding), tuple(replaced))


def stream_csv(table: LongTable, *, encoding: Encoding) -> Iterator[bytes]:
    """Return the same as `write_csv`, some lines at a time; what the encoding lacks is marked, not told."""
    headings = tuple(column.heading for column in table.columns)
    # Only the beginning of a file carries a byte order mark.
    mark = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    plain = "utf-8" if mark else encoding
    yield mark + _line(headings, encoding)[0].encode(plain)
    for rows in batched(table.rows, LINES_AT_ONCE, strict=False):
        if any(len(row) != len(headings) for row in rows):
            raise ValueError("表の列の数と行の項目の数が合いません。")
        yield "".join(_line(row, encoding)[0] for row in rows).encode(plain)


def _line(row: Sequence[Cell], encoding: Encoding) -> tuple[str, list[list[str]]]:
    """Return a row as a line, and for each of its cells what the encoding lacks."""
    texts = [_encodable(_text(cell), encoding) for cell in row]
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(
        guarded(text) if isinstance(cell, str) else text for cell, (text, _) in zip(row, texts, strict=True)
    )
    return line.getvalue(), [lacking for _, lacking in texts]


def _text(cell: Cell) -> str:
    value = local(cell)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _encodable(text: str, encoding: Encoding) -> tuple[str, list[str]]:
    if encoding == "cp932":
        text = text.translate(_CP932_TWINS)
    lacking = [character for character in text if not _has(encoding, character)]
    return text.translate({ord(character): REPLACEMENT_MARK for character in lacking}), lacking


def _has(encoding: Encoding, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
