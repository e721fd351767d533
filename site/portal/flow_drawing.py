"""The drawing of a flow of support as numbers for SVG: stages in columns, who takes part in rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

HEAD_WIDTH, COLUMN_WIDTH, ROW_HEIGHT = 190, 132, 46
TOP = 96
TEXT_BELOW_MIDDLE = 6
NAME_CHARACTERS_A_LINE = 7
# Where a phrase ends: a particle before a kanji.
_PHRASE_END = re.compile(r"(?<=[をにへでとがは])(?=[一-龠])")


@dataclass(frozen=True)
class Column:
    """A stage: the middle of its column, its number and its name in lines that fit."""

    x: int
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A body: the middle of its row, its name, and in which stages it takes part.

    A line runs from one stage to the next only where the body takes part in both.
    """

    y: int
    name: str
    takes_part: tuple[bool, ...]

    @property
    def top(self) -> int:
        return self.y - ROW_HEIGHT // 2

    @property
    def text_y(self) -> int:
        return self.y + TEXT_BELOW_MIDDLE

    @property
    def dots(self) -> list[int]:
        return [middle(index) for index, is_in in enumerate(self.takes_part) if is_in]

    @property
    def lines(self) -> list[tuple[int, int]]:
        return [(left, right) for left, right in pairwise(self.dots) if right - left == COLUMN_WIDTH]


@dataclass(frozen=True)
class FlowDrawing:
    """Everything the template needs; `description` says the same in words."""

    width: int
    height: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    description: str


def middle(index: int) -> int:
    """Return the middle of a column, counted from 0."""
    return HEAD_WIDTH + COLUMN_WIDTH * index + COLUMN_WIDTH // 2


def drawn(stages: Sequence[tuple[str, frozenset[str]]], bodies: Sequence[tuple[str, str]]) -> FlowDrawing:
    """Return the drawing of stages (name, keys of the bodies in it); bodies that take no part have no row."""
    columns = tuple(
        Column(middle(index), index + 1, lines_of(name)) for index, (name, _) in enumerate(stages)
    )
    parts = [(word, tuple(key in keys for _, keys in stages)) for key, word in bodies]
    rows = tuple(
        Row(TOP + ROW_HEIGHT * index + ROW_HEIGHT // 2, word, takes_part)
        for index, (word, takes_part) in enumerate(part for part in parts if any(part[1]))
    )
    words = dict(bodies)
    description = "。".join(
        f"{number} {name}：{'、'.join(words[key] for key, _ in bodies if key in keys)}"
        for number, (name, keys) in enumerate(stages, start=1)
    )
    return FlowDrawing(
        width=HEAD_WIDTH + COLUMN_WIDTH * len(stages),
        height=TOP + ROW_HEIGHT * len(rows) + 8,
        columns=columns,
        rows=rows,
        description=description,
    )


def lines_of(name: str) -> tuple[str, ...]:
    """Return a name in two lines when one is too long for a column, the first ending with a phrase."""
    if len(name) <= NAME_CHARACTERS_A_LINE:
        return (name,)
    half = len(name) / 2
    ends = [place.start() for place in _PHRASE_END.finditer(name)] or [(len(name) + 1) // 2]
    at = min(ends, key=lambda place: (abs(place - half), -place))
    return name[:at], name[at:]
