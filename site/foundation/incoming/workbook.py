"""Excel workbooks from outside: the first sheet, cell by cell as text.

What a workbook says of its sizes is looked at before anything is unpacked, and each part before it is parsed.
Macros, passwords and whatever is no workbook are refused.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from . import archives
from .refusal import FileRefused

MOST_PARTS = 400
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
# Styles and the like are held as a whole; a real workbook has a tenth of it.
MOST_HELD_BYTES = 8 * 1024 * 1024
# A row is held as a whole, too.
MOST_ROW_BYTES = 1024 * 1024
MOST_COLUMNS = 100
_STREAMED = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>|<(?:\w+:)?row\b[^<>]*/>")
_CHUNK, _OVERLAP = 256 * 1024, 64
_TOO_MUCH = "Excelファイルの中身が大きすぎます。いらないシートを消すか、いくつかに分けてください。"
_BROKEN = "Excelファイルがこわれています。もう一度保存し直してください。"
_STRANGE = "Excelが書かないものが入っています。Excelで開いて、xlsxで保存し直してください。"
_MACRO = "マクロの入ったファイルは受け取れません。「Excelブック（xlsx）」で保存し直してください。"
# Whatever a workbook that is none makes the reader stumble over.
_STUMBLING = (
    *(*archives.UNPACKING, KeyError, TypeError, AttributeError, IndexError, AssertionError),
    *(OverflowError, RecursionError, ParseError, InvalidFileException),
)

type Cells = list[str | None]


@contextmanager
def first_sheet(file: IO[bytes]) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """Open a workbook: the name of its first sheet, and its rows with their number, the first being 1.

    A cell that a spreadsheet calculates, or that holds an error, is None. Raises FileRefused.
    """
    _look_at_parts(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
    except _STUMBLING:
        raise FileRefused(_BROKEN) from None
    try:
        sheet = next(iter(book.worksheets), None)
        if sheet is None:
            raise FileRefused("シートがありません。")
        # What it says of its own size need not be true.
        sheet.reset_dimensions()
        yield sheet.title, _rows(sheet)
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    number, before = 0, None
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            # A sheet may leave out a million rows: they come as one empty row, again and again.
            if row is not before:
                yield number, [_text(cell) for cell in row]
            before = row
    except _STUMBLING:
        raise FileRefused(_BROKEN, line=number + 1, column="1列目") from None


def _text(cell: Any) -> str | None:
    if cell.data_type in ("f", "e"):
        return None
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _look_at_parts(file: IO[bytes]) -> None:
    parts = archives.listed(file, too_much=_TOO_MUCH, broken=_BROKEN)
    names = {each.filename.lower() for each in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(_MACRO)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise FileRefused("Excelの表ではありません。xlsxかCSVで保存し直してください。")
    if any(each.flag_bits & 1 for each in parts):
        raise FileRefused("パスワードの付いたファイルです。付けずに保存し直してください。")
    is_heavy = sum(each.file_size for each in parts) > MOST_UNPACKED_BYTES or any(
        each.file_size > MOST_HELD_BYTES and not _STREAMED.fullmatch(each.filename) for each in parts
    )
    if is_heavy or len(parts) > MOST_PARTS or len(names) < len(parts):
        raise FileRefused(_TOO_MUCH)
    try:
        with zipfile.ZipFile(file) as archive:
            for part in parts:
                _look_through(archive, part)
    except archives.UNPACKING:
        raise FileRefused(_BROKEN) from None


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part with a document type, entities or what else begins with "<!", and endless rows."""
    since_row, before = 0, b""
    with archive.open(part) as inside:
        first = True
        while chunk := inside.read(_CHUNK):
            if first and not _is_xml(chunk):
                return
            first, seen = False, before + chunk
            if b"<!" in seen:
                raise FileRefused(_STRANGE)
            if part.filename.lower() == "[content_types].xml" and b"macroenabled" in seen.lower():
                raise FileRefused(_MACRO)
            ends = [found.end() for found in _ROW_END.finditer(seen)]
            since_row = len(seen) - ends[-1] if ends else since_row + len(chunk)
            if "worksheets/" in part.filename.lower() and since_row > MOST_ROW_BYTES:
                raise FileRefused(_TOO_MUCH)
            before = seen[-_OVERLAP:]


def _is_xml(start: bytes) -> bool:
    """Return whether this begins as XML does. Raises FileRefused for an encoding that hides what it says."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise FileRefused(_STRANGE)
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
