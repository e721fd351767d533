"""How a list of 1 km cells becomes the outlines of municipalities: pure functions, no library of maps.

Cells have whole numbers for edges: north of the equator in 30 seconds, east of 100 degrees in 45 seconds, as
the national grid (JIS X 0410) counts them.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

type Cell = tuple[int, int]
type Corner = tuple[int, int]

CELLS_A_DEGREE_EAST = 80
CELLS_A_DEGREE_NORTH = 120
WEST_EDGE = 100
ENCODING = "cp932"
MESH_DIGITS = 8


@dataclass(frozen=True)
class Shape:
    """One municipality: a path with whole numbers, and where its name stands in the middle."""

    path: str
    cells: int
    middle: Corner


@dataclass(frozen=True)
class Outline:
    """All municipalities of a prefecture; `west` and `north` are the edges of the picture, in cells."""

    west: int
    north: int
    width: int
    height: int
    shapes: Mapping[str, Shape]


def outline_of(content: bytes) -> Outline:
    """Return the outlines from one file of 「市区町村別メッシュ・コード一覧」.

    Raises ValueError when it is another file.
    """
    owned = _owned(_claims(content))
    west, north = min(x for x, _ in owned), max(y for _, y in owned)
    by_code: defaultdict[str, set[Cell]] = defaultdict(set)
    for (x, y), code in owned.items():
        by_code[code].add((x - west, north - y))
    return Outline(
        west=west,
        north=north + 1,
        width=max(x for x, _ in owned) - west + 1,
        height=north - min(y for _, y in owned) + 1,
        shapes={code: _shape(by_code[code]) for code in sorted(by_code)},
    )


def full_code(code: str) -> str:
    """Return a municipality's code of six digits; the last one checks the others (総務省)."""
    weighed = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return f"{code}{(11 - weighed % 11) % 10}"


def _claims(content: bytes) -> dict[Cell, list[str]]:
    """Return who claims each cell: those on a border are listed for both sides."""
    rows = csv.reader(io.StringIO(content.decode(ENCODING)))
    claims: defaultdict[Cell, list[str]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        if number == 1:
            continue
        if len(row) < 3 or len(row[2]) != MESH_DIGITS or not row[2].isdecimal():  # noqa: PLR2004 -- columns
            raise ValueError(f"{number}行目が、市区町村別メッシュ・コード一覧の形ではありません。")
        claims[_cell(row[2])].append(full_code(row[0].zfill(5)))
    if not claims:
        raise ValueError("メッシュが1つもありません。")
    return claims


def _cell(mesh: str) -> Cell:
    north = int(mesh[:2]) * 80 + int(mesh[4]) * 10 + int(mesh[6])
    east = int(mesh[2:4]) * 80 + int(mesh[5]) * 10 + int(mesh[7])
    return east, north


def _owned(claims: Mapping[Cell, list[str]]) -> dict[Cell, str]:
    """Give each cell to one municipality: on a border to the one with more cells of its own around."""
    sure = {cell: codes[0] for cell, codes in claims.items() if len(codes) == 1}

    def neighbours(cell: Cell) -> Counter[str]:
        around = ((cell[0] + x, cell[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1))
        return Counter(sure[each] for each in around if each in sure)

    found = dict(sure)
    for cell, codes in claims.items():
        if len(codes) > 1:
            counted = neighbours(cell)
            found[cell] = min(codes, key=lambda code: (-counted[code], code))
    return found


def _shape(cells: set[Cell]) -> Shape:
    count = len(cells)
    centre = sum(x for x, _ in cells) / count, sum(y for _, y in cells) / count
    nearest = min(cells, key=lambda each: (each[0] - centre[0]) ** 2 + (each[1] - centre[1]) ** 2)
    return Shape("".join(map(_path, _rings(cells))), count, nearest)


def _rings(cells: set[Cell]) -> Iterator[list[Corner]]:
    """Walk around the cells, the inside at the right hand; an edge that two of them share is no border."""
    ways: defaultdict[Corner, list[Corner]] = defaultdict(list)
    for x, y in sorted(cells):
        for start, end, beside in (
            ((x, y), (x + 1, y), (x, y - 1)),
            ((x + 1, y), (x + 1, y + 1), (x + 1, y)),
            ((x + 1, y + 1), (x, y + 1), (x, y + 1)),
            ((x, y + 1), (x, y), (x - 1, y)),
        ):
            if beside not in cells:
                ways[start].append(end)
    for start in sorted(ways):
        while ways[start]:
            ring = [start]
            while (following := ways[ring[-1]].pop()) != start:
                ring.append(following)
            yield ring


def _path(ring: list[Corner]) -> str:
    """Return a ring as an SVG path of horizontal and vertical steps, those in one direction joined."""
    steps = [
        (after[0] - before[0], after[1] - before[1])
        for before, after in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    joined = list(_joined(steps))
    # The last step is what closes the ring.
    return f"M{ring[0][0]} {ring[0][1]}{''.join(f'h{x}' if x else f'v{y}' for x, y in joined[:-1])}z"


def _joined(steps: Iterable[Corner]) -> Iterator[Corner]:
    running = (0, 0)
    for step in steps:
        if running != (0, 0) and bool(step[0]) != bool(running[0]):
            yield running
            running = (0, 0)
        running = (running[0] + step[0], running[1] + step[1])
    yield running
