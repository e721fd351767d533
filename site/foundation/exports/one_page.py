"""How high the rows of a table are, and how small it becomes on one A4 landscape.

Nothing here is measured: a letter of a Japanese font is taken for two half-width ones and a little more, so
that the estimate errs towards more room. Widths count half-width characters, heights are points.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence

from foundation.exports.table import Table

LINE = 15.75
WIDE_LETTER, NARROW_LETTER = 2.1, 1.1
# What lies between the edge of a cell and its words.
INSET = 1.0
# What A4 landscape holds between the margins that Excel begins with.
PAGE_WIDTH, PAGE_HEIGHT = 141.0, 480.0


def lines_of(text: str, width: float) -> int:
    """Return on how many lines a text stands in a cell of this width, its own breaks included."""
    room = max(width - INSET, WIDE_LETTER)
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n")) or 1


def height_of(cells: Iterable[object], widths: Iterable[float]) -> float:
    """Return how high a row is whose cells have these widths."""
    pairs = zip(cells, widths, strict=True)
    return LINE * max(lines_of("" if cell is None else str(cell), width) for cell, width in pairs)


def heights_of(table: Table, about: Sequence[tuple[str, str]]) -> list[float]:
    """Return the heights of headings, rows, and the names and words that stand below them, in this order.

    A name stands in the first column, its words across all others.
    """
    widths = [column.width for column in table.columns]
    rows = [[column.heading for column in table.columns], *table.rows]
    across = (widths[0], sum(widths[1:]))
    return [height_of(row, widths) for row in rows] + [height_of(each, across) for each in about]


def scale_of(table: Table, about: Sequence[tuple[str, str]]) -> float:
    """Return how much of its size a table keeps on one page: 1 when it fits as it is."""
    width = sum(column.width for column in table.columns)
    return min(1.0, PAGE_WIDTH / width, PAGE_HEIGHT / sum(heights_of(table, about)))


def _width(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return wide * WIDE_LETTER + (len(text) - wide) * NARROW_LETTER
