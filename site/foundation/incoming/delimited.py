"""CSV files from outside, row by row; only so many bytes of one are ever held at once."""

import codecs
import csv
import re
from collections.abc import Iterator
from typing import Protocol

from .refusal import FileRefused, place

MOST_LINE_BYTES = 64 * 1024
# A cell may hold line breaks; a quotation mark that is never closed holds the rest of the file.
MOST_LINES_OF_A_ROW = 50
CUT_OFF = "ファイルが途中で切れているようです。もう一度ダウンロードするか、保存し直してください。"
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)(?:,|\r?\n|$)')


class Lines(Protocol):
    """What can be read line by line, as much of a line as is asked for."""

    def readline(self, most: int, /) -> bytes:
        """Return the next line with its end, or its first bytes."""
        ...


def encoding_of(stream: Lines) -> str:
    """Return utf-8-sig or cp932, by the first line that is not ASCII: CP932 reads UTF-8 without an error."""
    while raw := stream.readline(MOST_LINE_BYTES):
        if raw.isascii():
            continue
        try:
            # A line may be cut between the bytes of a character.
            codecs.getincrementaldecoder("utf-8")().decode(raw)
        except UnicodeDecodeError:
            return "cp932"
        break
    return "utf-8-sig"


class Rows:
    """The rows of a CSV, each with the line on which it begins: a cell may hold line breaks.

    Raises FileRefused for lines that are longer than any real one, wrong characters, and quotation marks that
    do not fit. An empty line is an empty row.
    """

    def __init__(self, stream: Lines, encoding: str) -> None:
        self.stream, self.encoding = stream, encoding
        self.line, self.row, self.text, self.is_last_whole = 0, 1, "", True

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        try:
            for cells in csv.reader(self._lines(), strict=True):
                yield self.row, cells
                self.row = self.line + 1
        except csv.Error as error:
            raise self._about_quotes(error) from None

    def wrong_length(self, found: int, wanted: int) -> FileRefused:
        """Return why the row that was read last, of so many cells, is none of this file."""
        column = place(min(found, wanted) + (found > wanted))
        if not self.is_last_whole:
            return FileRefused(CUT_OFF, line=self.row, column=column)
        message = f"列の数が違います（{wanted}列のところ、{found}列）。"
        return FileRefused(message, line=self.row, column=column)

    def _lines(self) -> Iterator[str]:
        while raw := self.stream.readline(MOST_LINE_BYTES + 1):
            self.line += 1
            if len(raw) > MOST_LINE_BYTES:
                message = "1行が長すぎます（64KBまで）。CSVファイルではないようです。"
                raise FileRefused(message, line=self.line, column=self._column_at(raw))
            if self.line - self.row >= MOST_LINES_OF_A_ROW:
                raise self._about_open_quote()
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
        return place(before.decode(self.encoding, errors="replace").count(",") + 1)

    def _about_quotes(self, error: csv.Error) -> FileRefused:
        if "unexpected end" in str(error):
            return self._about_open_quote()
        message = 'CSVとして読めません（引用符「"」の使い方が違います）。'
        return FileRefused(message, line=self.row, column=_column_of_fault(self.text))

    def _about_open_quote(self) -> FileRefused:
        message = 'CSVとして読めません（引用符「"」が閉じていません）。'
        told = message if self.is_last_whole else f"{message}{CUT_OFF}"
        return FileRefused(told, line=self.row, column=_column_of_fault(self.text))


def _column_of_fault(text: str) -> str:
    """Return the first column of a line that is no cell of a CSV."""
    column, at = 1, 0
    while (cell := _CELL.match(text, at)) and cell.end() > at and cell[0].endswith(","):
        column, at = column + 1, cell.end()
    return place(column)
