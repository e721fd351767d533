"""What was uploaded becomes lines: ZIP files as published or bare CSV, in the encodings that occur.

A file is hostile until it has been read: sizes, lines and parts are bounded before anything is kept.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO, Protocol

from foundation.incoming import archives
from foundation.incoming.delimited import Lines, Rows
from foundation.incoming.refusal import FileRefused, place
from foundation.incoming.table import COMPOUND, OTHERS
from foundation.japanese.text import clean_line

from .formats import Format, missing_columns, recognised

MOST_FILE_BYTES = 512 * 1024 * 1024
MOST_PARTS = 200
LONGEST_PLACE = 60
_PERIOD = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_SERVICE_NUMBER = re.compile(r"(?:_|csvdownload)0?([0-9]{2,3})\.(?:csv|zip)$", re.IGNORECASE)
_BROKEN_ZIP = "ZIPファイルがこわれています。もう一度ダウンロードしてください。"
# Where nothing inside is to be blamed.
WHOLE = "ファイル全体"
_TOO_MUCH = "ZIPファイルの中身が大きすぎます（200個、512MBまで）。"


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
        raise FileRefused("ファイルが大きすぎます（512MBまで）。", column=WHOLE)
    if start.startswith((COMPOUND, *OTHERS)):
        raise FileRefused(
            "CSVでもZIPでもありません。公表されているZIPファイルか、中のCSVファイルを選んでください。",
            column=WHOLE,
        )
    if start != archives.START:
        return [Part(name, name, size)]
    entries = _entries(file)
    return [Part(each.filename, name, each.file_size) for each in entries]


def _entries(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    """Return the CSVs of a ZIP. Raises FileRefused, naming the one that is wrong where it is one."""
    try:
        found = archives.listed(file, too_much=_TOO_MUCH, broken=_BROKEN_ZIP)
    except FileRefused as refused:
        raise FileRefused(refused.message, column=WHOLE) from None
    entries = [each for each in found if _is_published(each.filename)]
    if not entries:
        raise FileRefused("ZIPファイルの中に、CSVファイルがありません。", column=WHOLE)
    if len(entries) > MOST_PARTS or sum(each.file_size for each in entries) > MOST_FILE_BYTES:
        raise FileRefused(_TOO_MUCH, column=WHOLE)
    names = [each.filename for each in entries]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise FileRefused(
            "ZIPファイルの中に、同じ名前のファイルが2つあります。", column=twice[:LONGEST_PLACE]
        )
    if locked := next((each.filename for each in entries if each.flag_bits & 1), ""):
        told = "パスワードの付いたZIPファイルです。付けずに保存し直してください。"
        raise FileRefused(told, column=locked[:LONGEST_PLACE])
    return entries


def _is_published(name: str) -> bool:
    # Macintosh adds a shadow of each file.
    return name.lower().endswith(".csv") and not name.startswith("__MACOSX/")


class Stream(Lines, Protocol):
    """Lines of which it is known how far they have been read, in bytes."""

    def tell(self) -> int: ...


@contextmanager
def opened(file: IO[bytes], part: Part) -> Iterator[Stream]:
    """Open one part for reading, from its beginning. Raises FileRefused where unpacking goes wrong."""
    file.seek(0)
    if part.name == part.outer_name:
        yield file
        return
    try:
        archive = zipfile.ZipFile(file)
        inside = archive.open(part.name)
    except archives.UNPACKING:
        raise FileRefused(_BROKEN_ZIP, column=WHOLE) from None
    with archive, inside:
        yield _Unpacked(inside)


class _Unpacked:
    """A part of a ZIP; whatever goes wrong in unpacking it refuses the file, and only that does."""

    def __init__(self, inside: IO[bytes]) -> None:
        self.inside = inside
        self.line = 1

    def readline(self, most: int, /) -> bytes:
        try:
            found = self.inside.readline(most)
        except archives.UNPACKING:
            raise FileRefused(_BROKEN_ZIP, line=self.line) from None
        self.line += found.endswith(b"\n")
        return found

    def tell(self) -> int:
        return self.inside.tell()


def lines(stream: Lines, encoding: str) -> Iterator[tuple[int, Format, dict[str, str]]]:
    """Return each line after the header as number, family and columns by name.

    Raises FileRefused for a wrong header, a line of too many or too few columns, a file that ends in the
    middle, wrong characters, and lines that are longer than any real one.
    """
    rows = Rows(stream, encoding)
    found = iter(rows)
    _, header = next(found, (1, []))
    family = recognised(header)
    if family is None:
        raise _about_header(header)
    # The names as the family writes them, in the order of this file.
    names = [_named(each, family) for each in header]
    for number, line in found:
        if line and len(line) != len(names):
            raise rows.wrong_length(len(line), len(names))
        if line:
            yield number, family, dict(zip(names, line, strict=True))


def _named(written: str, family: Format) -> str:
    key = clean_line(written)
    return next(each for each in family.columns if clean_line(each) == key)


def _about_header(header: list[str]) -> FileRefused:
    if not header:
        return FileRefused("中身がありません。", line=1, column=place(1))
    family, missing, unknown = missing_columns(header)
    told = [f"「{family.source.label}」の列が足りません：{'、'.join(missing[:5])}"] if missing else []
    told += [f"知らない列があります：{'、'.join(unknown[:5])}"] if unknown else []
    told += ["同じ名前の列が2つあります"] if not told else []
    # A strange column stands somewhere; one that lacks is told by its name.
    strange = next((at for at, each in enumerate(header, start=1) if clean_line(each) in unknown), 0)
    column = place(strange) if strange else next(iter(missing), "")
    return FileRefused("見出しの行が違います。" + "。".join(told)[:240] + "。", line=1, column=column)
