import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from foundation.exports.formula_guard import guarded
from foundation.exports.table import Cell, Table, local

type Encoding = Literal["utf-8-sig", "cp932"]

REPLACEMENT_MARK = "〓"

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
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    headings = tuple(column.heading for column in table.columns)
    for number, row in enumerate((headings, *table.rows), start=1):
        texts = [_encodable(_text(cell), encoding) for cell in row]
        writer.writerow(
            [
                guarded(text) if isinstance(cell, str) else text
                for cell, (text, _) in zip(row, texts, strict=True)
            ]
        )
        replaced += [
            Replacement(number, heading, character)
            for heading, (_, lacking) in zip(headings, texts, strict=True)
            for character in lacking
        ]
    return CsvFile(lines.getvalue().encode(encoding), tuple(replaced))


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
