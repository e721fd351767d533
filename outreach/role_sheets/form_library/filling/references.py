"""Where a cell, an area or a formula points once rows were repeated: all below moves, areas around grow."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from foundation.incoming.refusal import FileRefused

from .sizes import LAST_ROW

_CELL = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d{1,7})")
_AREA = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d{1,7}):(\$?[A-Za-z]{1,3}\$?)(\d{1,7})")
_ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
_TOO_LONG = "表の行が多すぎて、シートに入りません。"
_FORMULA = "読み取れない数式があります：{}"
_SEVERAL = "いくつものシートをまとめて指す数式（{}）があるので、行をふやせません。"


@dataclass(frozen=True)
class Moves:
    """Which rows of one sheet are repeated, and by how many rows more: {7: 2} makes three rows of row 7."""

    more: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.more.values())

    def row(self, row: int) -> int:
        """Return where a row comes to stand; of a repeated one, the first."""
        return _insist(row + sum(more for each, more in self.more.items() if each < row))

    def last(self, row: int) -> int:
        """Return where the last one of a repeated row comes to stand."""
        return _insist(self.row(row) + self.more.get(row, 0))

    def cell(self, text: str) -> str:
        """Return a reference to one cell where it points now; other text as it is."""
        found = _CELL.fullmatch(text)
        return f"{found[1]}{self.row(int(found[2]))}" if found else text

    def area(self, text: str, *, at: int | None = None) -> str:
        """Return an area where it is now; one that ends in a repeated row ends in the last of its rows.

        `at` is the row of the formula that says so: one that looks along its own row goes on to do so.
        """
        found = _AREA.fullmatch(text)
        if found:
            first, last = self._stretch(int(found[2]), int(found[4]), at)
            return f"{found[1]}{first}:{found[3]}{last}"
        found = _ROWS.fullmatch(text)
        if found:
            first, last = self._stretch(int(found[2]), int(found[4]), at)
            return f"{found[1]}{first}:{found[3]}{last}"
        return self.cell(text)

    def areas(self, text: str) -> str:
        """Return areas with blanks between; a single cell in a repeated row becomes an area."""
        return " ".join(self._grown(each) for each in text.split())

    def _grown(self, text: str) -> str:
        found = _CELL.fullmatch(text)
        grows = found is not None and self.more.get(int(found[2]), 0)
        return self.area(f"{text}:{text}") if grows else self.area(text)

    def _stretch(self, first: int, last: int, at: int | None) -> tuple[int, int]:
        low, high = sorted((first, last))
        if at is not None and low == high == at:
            return self.row(low), self.row(high)
        return self.row(low), self.last(high)


def _insist(row: int) -> int:
    if row > LAST_ROW:
        raise FileRefused(_TOO_LONG)
    return row


# By the name of a sheet as formulas compare it.
type Book = Mapping[str, Moves]


def moved_formula(formula: str, book: Book, *, sheet: str, at: int | None = None) -> str:
    """Return a formula of a sheet, without its sign of equality, as it reads once rows were repeated.

    `at` is its row in that sheet. Raises FileRefused for one that cannot be read.
    """
    tokens = _tokens(formula)
    changed = False
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            moved = _moved_operand(token.value, book, sheet, at)
            changed = changed or moved != token.value
            token.value = moved
    return "".join(token.value for token in tokens.items) if changed else formula


def copied_formula(formula: str, *, origin: str, to: str) -> str:
    """Return a formula as it reads when it is copied from one cell to another."""
    try:
        return str(Translator(f"={formula}", origin=origin).translate_formula(to))[1:]
    except (TranslatorError, TokenizerError):
        raise FileRefused(_FORMULA.format(origin)) from None


def concerns(formula: str, book: Book, *, sheet: str) -> bool:
    """Return whether a formula of a sheet may point where rows are repeated."""
    folded = formula.casefold().replace("''", "'")
    return bool(book.get(sheet.casefold())) or any(moves and name in folded for name, moves in book.items())


def _tokens(formula: str) -> Tokenizer:
    try:
        return Tokenizer(f"={formula}")
    except (TokenizerError, IndexError, AttributeError):
        raise FileRefused(_FORMULA.format(formula[:40])) from None


def _moved_operand(operand: str, book: Book, sheet: str, at: int | None) -> str:
    name, mark, area = operand.rpartition("!")
    if not mark:
        moves = book.get(sheet.casefold())
        return moves.area(operand, at=at) if moves else operand
    plain = name.strip("'").replace("''", "'").casefold()
    moves = book.get(plain)
    if moves:
        return f"{name}!{moves.area(area, at=at if plain == sheet.casefold() else None)}"
    if ":" in plain and any(each for each in book.values()):
        raise FileRefused(_SEVERAL.format(name))
    return operand
