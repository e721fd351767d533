"""What was uploaded becomes lines: ZIP files as published or bare CSV, in the encodings that occur.

A file is hostile until it has been read: sizes, lines and parts are bounded before anything is kept.
"""

import csv
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from foundation.japanese.text import clean_line

from .formats import Format, missing_columns, recognised

MOST_LINE_BYTES = 64 * 1024
MOST_FILE_BYTES = 512 * 1024 * 1024
MOST_PARTS = 200
_PERIOD = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_SERVICE_NUMBER = re.compile(r"(?:_|csvdownload)0?([0-9]{2,3})\.(?:csv|zip)$", re.IGNORECASE)


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
    if start != b"PK\x03\x04":
        if size > MOST_FILE_BYTES:
            raise FileRefused("ファイルが大きすぎます（512MBまで）。")
        return [Part(name, name, size)]
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [each for each in archive.infolist() if each.filename.lower().endswith(".csv")]
    except (zipfile.BadZipFile, ValueError, OSError):
        raise FileRefused("ZIPファイルがこわれています。もう一度ダウンロードしてください。") from None
    if not entries:
        raise FileRefused("ZIPファイルの中に、CSVファイルがありません。")
    if len(entries) > MOST_PARTS or sum(each.file_size for each in entries) > MOST_FILE_BYTES:
        raise FileRefused("ZIPファイルの中身が大きすぎます（200個、512MBまで）。")
    if any(each.flag_bits & 1 for each in entries):
        raise FileRefused("パスワードの付いたZIPファイルです。付けずに保存し直してください。")
    return [Part(each.filename, name, each.file_size) for each in entries]


@contextmanager
def opened(file: IO[bytes], part: Part) -> Iterator[IO[bytes]]:
    """Open one part for reading, from its beginning."""
    file.seek(0)
    if part.name == part.outer_name:
        yield file
        return
    with zipfile.ZipFile(file) as archive, archive.open(part.name) as inside:
        yield inside


def encoding_of(stream: IO[bytes]) -> str:
    """Return utf-8-sig or cp932, by the header alone: CP932 reads UTF-8 as nonsense without an error."""
    header = stream.readline(MOST_LINE_BYTES)
    for encoding in ("utf-8-sig", "cp932"):
        try:
            if recognised(next(csv.reader([header.decode(encoding)]), [])):
                return encoding
        except (UnicodeDecodeError, csv.Error):
            continue
    return "cp932" if _is_cp932(header) else "utf-8-sig"


def lines(stream: IO[bytes], encoding: str) -> Iterator[tuple[int, Format, dict[str, str]]]:
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
            raise FileRefused(_about_header(header), line=1)
        # The names as the family writes them, in the order of this file.
        names = [_named(each, family) for each in header]
        for line in reader:
            if not line:
                continue
            if len(line) != len(names):
                raise FileRefused(_about_length(len(line), len(names), numbered), line=numbered.line)
            yield numbered.line, family, dict(zip(names, line, strict=True))
    except csv.Error as error:
        raise FileRefused(f"CSVとして読めません（{_in_japanese(error)}）。", line=numbered.line) from None


class _Numbered:
    """Lines of text with their number; only so many bytes are ever read at once."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream, self.encoding, self.line, self.is_last_whole = stream, encoding, 0, True

    def __iter__(self) -> Iterator[str]:
        while raw := self.stream.readline(MOST_LINE_BYTES + 1):
            self.line += 1
            if len(raw) > MOST_LINE_BYTES:
                raise FileRefused(
                    "1行が長すぎます（64KBまで）。CSVファイルではないようです。", line=self.line
                )
            self.is_last_whole = raw.endswith(b"\n")
            try:
                yield raw.decode(self.encoding)
            except UnicodeDecodeError as error:
                place = raw[: error.start].decode(self.encoding, errors="replace")
                column = str(place.count(",") + 1)
                raise FileRefused(
                    "読めない文字があります。文字コードはUTF-8かShift_JISにしてください。",
                    line=self.line,
                    column=f"{column}列目",
                ) from None


def _named(written: str, family: Format) -> str:

    key = clean_line(written)
    return next(each for each in family.columns if clean_line(each) == key)


def _about_header(header: list[str]) -> str:
    if not header:
        return "中身がありません。"
    family, missing, unknown = missing_columns(header)
    told = [f"「{family.source.label}」の列が足りません：{'、'.join(missing[:5])}"] if missing else []
    told += [f"知らない列があります：{'、'.join(unknown[:5])}"] if unknown else []
    told += ["同じ名前の列が2つあります"] if not told else []
    return "見出しの行が違います。" + "。".join(told)[:240] + "。"


def _about_length(found: int, wanted: int, numbered: _Numbered) -> str:
    if not numbered.is_last_whole:
        return "ファイルが途中で切れているようです。もう一度ダウンロードしてください。"
    return f"列の数が違います（{wanted}列のところ、{found}列）。"


def _in_japanese(error: csv.Error) -> str:
    said: Any = str(error)
    if "unexpected end" in said:
        return '引用符「"」が閉じていません'
    return '引用符「"」の使い方が違うか、読めない文字があります'


def _is_cp932(header: bytes) -> bool:
    try:
        header.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
