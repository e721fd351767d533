"""How a plain text of the desk is read: paragraphs, and lists where lines begin with 「・」."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

BULLET = "・"


@dataclass(frozen=True)
class Passage:
    """A paragraph with its lines, or a list with its items."""

    is_list: bool
    lines: tuple[str, ...]


def passages(text: str) -> list[Passage]:
    """Return the passages of a text; items stay one list also where empty lines stand between them."""
    kinds = groupby(_pieces(text), key=lambda piece: piece[0])
    return [
        passage
        for is_list, group in kinds
        for passage in _of_one_kind(is_list, [lines for _, lines in group])
    ]


def _pieces(text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Yield items one by one and other lines as they stand together."""
    for block in text.strip().split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for is_item, group in groupby(lines, key=lambda line: line.startswith(BULLET)):
            if is_item:
                yield from ((True, (line.removeprefix(BULLET).strip(),)) for line in group)
            else:
                yield False, tuple(group)


def _of_one_kind(is_list: bool, pieces: list[tuple[str, ...]]) -> list[Passage]:
    if is_list:
        return [Passage(True, tuple(line for lines in pieces for line in lines))]
    return [Passage(False, lines) for lines in pieces]
