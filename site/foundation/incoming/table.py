"""A table from outside, CSV or Excel workbook, told by its content and not by its name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import IO

from foundation.exports.formula_guard import unguarded

from . import archives
from .delimited import Rows, encoding_of
from .refusal import FileRefused, place
from .workbook import MOST_COLUMNS, Cells, first_sheet

MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_ROWS = 10_000
# Of one cell; what is longer is cut, and too long for everything.
MOST_OF_A_CELL = 500
MOST_CHARACTERS = 8_000_000
# Old Excel files, and new ones with a password.
COMPOUND = b"\xd0\xcf\x11\xe0"
# Programs, papers, pictures and packages: never a table.
OTHERS = (
    b"MZ",
    b"\x7fELF",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_OLD = "古い形式（xls）か、パスワードの付いたファイルです。パスワードを付けずに、xlsxで保存し直してください。"


@dataclass(frozen=True)
class Row:
    """One row that is not empty: its line as spreadsheets count, its cells; what is calculated is None."""

    number: int
    cells: Cells


@contextmanager
def opened_table(file: IO[bytes]) -> Iterator[tuple[str, Iterator[Row]]]:
    """Open a table: the name of its sheet, nothing for a CSV, and its rows without the guard of exports.

    Raises FileRefused, at once or while rows are read: for what is no table, is too large, or cut off.
    """
    file.seek(0)
    start = file.read(8)
    if file.seek(0, 2) > MOST_FILE_BYTES:
        raise FileRefused("ファイルが大きすぎます（10MBまで）。いくつかに分けてください。")
    if start.startswith(COMPOUND):
        raise FileRefused(_OLD)
    if start.startswith(OTHERS):
        raise FileRefused("ExcelでもCSVでもないファイルです。表をxlsxかCSVで保存し直してください。")
    if start.startswith(archives.START):
        with first_sheet(file) as (name, rows):
            yield name, _bounded(rows)
        return
    file.seek(0)
    encoding = encoding_of(file)
    file.seek(0)
    yield "", _bounded(_even(Rows(file, encoding)))


def _even(rows: Rows) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of a CSV. Raises FileRefused where one has more or fewer cells than the first."""
    found = iter(rows)
    first = next(found, (1, []))
    wanted = len(first[1])
    for number, cells in chain([first], found):
        if cells and len(cells) != wanted:
            raise rows.wrong_length(len(cells), wanted)
        yield number, list(cells)


def _bounded(rows: Iterator[tuple[int, Cells]]) -> Iterator[Row]:
    count = characters = 0
    for number, cells in rows:
        clean = [None if cell is None else unguarded(cell.strip())[:MOST_OF_A_CELL] for cell in cells]
        while clean and clean[-1] == "":
            clean.pop()
        if not clean:
            continue
        count, characters = count + 1, characters + sum(len(cell or "") for cell in clean)
        if len(clean) > MOST_COLUMNS:
            told = f"列が多すぎます（{MOST_COLUMNS}列まで）。いらない列を消してください。"
            raise FileRefused(told, line=number, column=place(MOST_COLUMNS + 1))
        if count > MOST_ROWS or characters > MOST_CHARACTERS:
            told = f"行が多すぎます（{MOST_ROWS:,}行、800万字まで）。いくつかに分けてください。"
            raise FileRefused(told, line=number, column=place(1))
        yield Row(number, clean)
