"""What was uploaded becomes lines: ZIP files as published or bare CSV, in the encodings that occur.

A file is hostile until it has been read: sizes, lines and parts are bounded before anything is kept.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO, Protocol

from foundation.japanese.text import clean_line

from .formats import Format, missing_columns, recognised

MOST_LINE_BYTES = 64 * 1024
MOST_FILE_BYTES = 512 * 1024 * 1024
MOST_PARTS = 200
# The list of parts at the end of a ZIP: 200 parts with long names need a tenth of it.
MOST_DIRECTORY_BYTES = 1024 * 1024
# A cell may hold line breaks; a quotation mark that is never closed holds the rest of the file.
MOST_LINES_OF_A_ROW = 50
_PERIOD = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
# The end of a ZIP: signature, 6 bytes, parts, size of the list of parts; a comment of up to 64 KB follows.
_ZIP_END, _ZIP_END_BYTES, _ZIP64 = b"PK\x05\x06", 22, b"PK\x06\x07"
# What goes wrong in unpacking: damage, a wrong size, a password, a way of packing that we do not know.
_UNPACKING = (
    *(zipfile.BadZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OSError),
)
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)(?:,|\r?\n|$)')
_SERVICE_NUMBER = re.compile(r"(?:_|csvdownload)0?([0-9]{2,3})\.(?:csv|zip)$", re.IGNORECASE)


_CUT_OFF = "ファイルが途中で切れているようです。もう一度ダウンロードしてください。"
_BROKEN_ZIP = "ZIPファイルがこわれています。もう一度ダウンロードしてください。"


class FileRefused(Exception):
    """A file cannot be taken in; nothing of it is. `line` counts from 1, the header being the first."""

    def __init__(self, message: str, *, line: int | None = None, column: str = "") -> None:
        self.message, self.line, self.column = message, line, column
        super().__init__(message)


@dataclass(frozen=True)
class Part:
    """One CSV of what was uploaded."""

    name: str
    # The ZIP that holds it, or the name again: period and service number stand there.
    outer_name: str
    size: int

    @property
    def period(self) -> date | None:
        """The month that the name tells, as its first day."""
        found = _PERIOD.search(self.outer_name) or _PERIOD.search(self.name)
        return date(int(found[1]), int(found[2]), 1) if found else None

    @property
    def service_number(self) -> str:
        """The number of the service that the name tells."""
        found = _SERVICE_NUMBER.search(self.name) or _SERVICE_NUMBER.search(self.outer_name)
        return found[1] if found else ""


def parts(file: IO[bytes], name: str) -> list[Part]:
    """Return the CSVs in an upload. Raises FileRefused for what is neither ZIP nor CSV, or too much."""
    file.seek(0)
    start = file.read(4)
    size = file.seek(0, 2)
    if size > MOST_FILE_BYTES:
        raise FileRefused("ファイルが大きすぎます（512MBまで）。")
    if start != b"PK\x03\x04":
        return [Part(name, name, size)]
    entries = [each for each in _entries(file, size) if _is_published(each.filename)]
    if not entries:
        raise FileRefused("ZIPファイルの中に、CSVファイルがありません。")
    if len(entries) > MOST_PARTS or sum(each.file_size for each in entries) > MOST_FILE_BYTES:
        raise FileRefused("ZIPファイルの中身が大きすぎます（200個、512MBまで）。")
    if len({each.filename for each in entries}) < len(entries):
        raise FileRefused("ZIPファイルの中に、同じ名前のファイルが2つあります。")
    if any(each.flag_bits & 1 for each in entries):
        raise FileRefused("パスワードの付いたZIPファイルです。付けずに保存し直してください。")
    return [Part(each.filename, name, each.file_size) for each in entries]


def _entries(file: IO[bytes], size: int) -> list[zipfile.ZipInfo]:
    """Return what a ZIP says that it holds; a list of millions of parts is not even read."""
    file.seek(max(0, size - _ZIP_END_BYTES - 0xFFFF))
    tail = file.read()
    # As `zipfile` looks for it: at the very end, else before a comment.
    end = len(tail) - _ZIP_END_BYTES if tail[-_ZIP_END_BYTES:].startswith(_ZIP_END) else tail.rfind(_ZIP_END)
    listed = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if listed > MOST_DIRECTORY_BYTES or _ZIP64 in tail[max(0, end - 20) : max(0, end)]:
        raise FileRefused("ZIPファイルの中身が大きすぎます（200個、512MBまで）。")
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except _UNPACKING:
        raise FileRefused(_BROKEN_ZIP) from None


def _is_published(name: str) -> bool:
    # Macintosh adds a shadow of each file.
    return name.lower().endswith(".csv") and not name.startswith("__MACOSX/")


class Lines(Protocol):
    """What can be read line by line, as much of a line as is asked for."""

    def readline(self, most: int, /) -> bytes:
        """Return the next line with its end, or its first bytes."""
        ...


@contextmanager
def opened(file: IO[bytes], part: Part) -> Iterator[Lines]:
    """Open one part for reading, from its beginning. Raises FileRefused where unpacking goes wrong."""
    file.seek(0)
    if part.name == part.outer_name:
        yield file
        return
    try:
        archive = zipfile.ZipFile(file)
        inside = archive.open(part.name)
    except _UNPACKING:
        raise FileRefused(_BROKEN_ZIP) from None
    with archive, inside:
        yield _Unpacked(inside)


class _Unpacked:
    """A part of a ZIP; whatever goes wrong in unpacking it refuses the file, and only that does."""

    def __init__(self, inside: IO[bytes]) -> None:
        self.inside = inside

    def readline(self, most: int, /) -> bytes:
        try:
            return self.inside.readline(most)
        except _UNPACKING:
            raise FileRefused(_BROKEN_ZIP) from None


def encoding_of(stream: Lines) -> str:
    """Return utf-8-sig or cp932, by the header alone: CP932 reads UTF-8 as nonsense without an error."""
    header = stream.readline(MOST_LINE_BYTES)
    for encoding in ("utf-8-sig", "cp932"):
        try:
            if recognised(next(csv.reader([header.decode(encoding)]), [])):
                return encoding
        except (UnicodeDecodeError, csv.Error):
            continue
    return "cp932" if _is_cp932(header) else "utf-8-sig"


def lines(stream: Lines, encoding: str) -> Iterator[tuple[int, Format, dict[str, str]]]:
    """Return each line after the header as number, family and columns by name.

    Raises FileRefused for a wrong header, a line of too many or too few columns, a file that ends in the
    middle, wrong characters, and lines that are longer than any real one.
    """
    numbered = _Numbered(stream, encoding)
    reader = csv.reader(numbered, strict=True)
    try:
        header = next(reader, [])
        family = recognised(header)
        if family is None:
            raise _about_header(header)
        # The names as the family writes them, in the order of this file.
        names = [_named(each, family) for each in header]
        numbered.next_row()
        for line in reader:
            if line and len(line) != len(names):
                raise _about_length(len(line), len(names), numbered)
            if line:
                yield numbered.row, family, dict(zip(names, line, strict=True))
            numbered.next_row()
    except csv.Error as error:
        raise _about_quotes(error, numbered) from None


class _Numbered:
    """Lines of text with their number; only so many bytes are ever read at once.

    `row` is the line on which the row begins that is being read: a cell may hold line breaks.
    """

    def __init__(self, stream: Lines, encoding: str) -> None:
        self.stream, self.encoding = stream, encoding
        self.line, self.row, self.text, self.is_last_whole = 0, 1, "", True

    def next_row(self) -> None:
        self.row = self.line + 1

    def __iter__(self) -> Iterator[str]:
        while raw := self.stream.readline(MOST_LINE_BYTES + 1):
            self.line += 1
            if len(raw) > MOST_LINE_BYTES:
                message = "1行が長すぎます（64KBまで）。CSVファイルではないようです。"
                raise FileRefused(message, line=self.line, column=self._column_at(raw))
            if self.line - self.row >= MOST_LINES_OF_A_ROW:
                raise _about_open_quote(self)
            self.is_last_whole = raw.endswith(b"\n")
            text = self._decoded(raw)
            # The line on which the row begins says best where it goes wrong.
            self.text = text if self.line == self.row else self.text
            yield text

    def _decoded(self, raw: bytes) -> str:
        try:
            text = raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            message = "読めない文字があります。文字コードはUTF-8かShift_JISにしてください。"
            column = self._column_at(raw[: error.start])
            raise FileRefused(message, line=self.line, column=column) from None
        if "\0" in text:
            message = "文字でないもの（NUL）が入っています。CSVファイルではないか、こわれています。"
            column = self._column_at(raw[: raw.index(b"\0")])
            raise FileRefused(message, line=self.line, column=column)
        return text

    def _column_at(self, before: bytes) -> str:
        return _place(before.decode(self.encoding, errors="replace").count(",") + 1)


def _named(written: str, family: Format) -> str:

    key = clean_line(written)
    return next(each for each in family.columns if clean_line(each) == key)


def _place(column: int) -> str:
    return f"{column}列目"


def _about_header(header: list[str]) -> FileRefused:
    if not header:
        return FileRefused("中身がありません。", line=1, column=_place(1))
    family, missing, unknown = missing_columns(header)
    told = [f"「{family.source.label}」の列が足りません：{'、'.join(missing[:5])}"] if missing else []
    told += [f"知らない列があります：{'、'.join(unknown[:5])}"] if unknown else []
    told += ["同じ名前の列が2つあります"] if not told else []
    # A strange column stands somewhere; one that lacks is told by its name.
    strange = next((place for place, each in enumerate(header, start=1) if clean_line(each) in unknown), 0)
    column = _place(strange) if strange else next(iter(missing), "")
    return FileRefused("見出しの行が違います。" + "。".join(told)[:240] + "。", line=1, column=column)


def _about_length(found: int, wanted: int, numbered: _Numbered) -> FileRefused:
    place = _place(min(found, wanted) + (found > wanted))
    if not numbered.is_last_whole:
        return FileRefused(_CUT_OFF, line=numbered.row, column=place)
    message = f"列の数が違います（{wanted}列のところ、{found}列）。"
    return FileRefused(message, line=numbered.row, column=place)


def _about_quotes(error: csv.Error, numbered: _Numbered) -> FileRefused:
    if "unexpected end" in str(error):
        return _about_open_quote(numbered)
    message = 'CSVとして読めません（引用符「"」の使い方が違います）。'
    return FileRefused(message, line=numbered.row, column=_column_of_fault(numbered.text))


def _about_open_quote(numbered: _Numbered) -> FileRefused:
    message = 'CSVとして読めません（引用符「"」が閉じていません）。'
    told = message if numbered.is_last_whole else f"{message}{_CUT_OFF}"
    return FileRefused(told, line=numbered.row, column=_column_of_fault(numbered.text))


def _column_of_fault(text: str) -> str:
    """Return the first column of a line that is no cell of a CSV."""
    column, at = 1, 0
    while (cell := _CELL.match(text, at)) and cell.end() > at and cell[0].endswith(","):
        column, at = column + 1, cell.end()
    return _place(column)


def _is_cp932(header: bytes) -> bool:
    try:
        header.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
