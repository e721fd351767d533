"""The prefecture's municipalities as a picture: shaded by how many were found, with the list's numbers.

Drawn here, of data of our own; nothing is asked of other hosts. Where there is no outline, the list stands
alone.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from .outlines import CELLS_A_DEGREE_EAST, CELLS_A_DEGREE_NORTH, WEST_EDGE

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"
CREDIT = "「市区町村別メッシュ・コード一覧」（総務省統計局、CC BY 4.0）をもとに作成"
# How wide and high a cell of the grid is drawn, in units of the picture, near 36 degrees north.
CELL_WIDTH, CELL_HEIGHT = 10, 8.6
MARGIN = 14
# A municipality with fewer cells than this is too small for its name.
CELLS_FOR_A_NAME = 110
SHADES = 3


@dataclass(frozen=True)
class DrawnPlace:
    """One municipality of the picture."""

    code: str
    name: str
    count: int
    shade: int
    path: str
    x: float
    y: float
    has_room: bool
    # The address of the list of this place alone.
    query: str = ""


@dataclass(frozen=True)
class Pin:
    """A number of the list where its agency is."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Step:
    """A line of the legend: one shade and the counts that it stands for."""

    shade: int
    words: str


@dataclass(frozen=True)
class Drawing:
    """The whole picture; `total` is the number of agencies in its municipalities."""

    width: float
    height: float
    transform: str
    places: Sequence[DrawnPlace]
    pins: Sequence[Pin]
    steps: Sequence[Step]
    credit: str

    @property
    def total(self) -> int:
        return sum(each.count for each in self.places)


def drawing(
    prefecture: str,
    *,
    counts: Mapping[str, int],
    names: Mapping[str, str],
    points: Iterable[tuple[int, float, float]],
    query: Callable[[str], str] = "m={}".format,
) -> Drawing | None:
    """Return the map of a prefecture, by the two digits of its code; None where we have no outline.

    `counts` and `names` are by municipality; `points` are (number in the list, latitude, longitude), of which
    those outside the picture are left out. `query` is the address of the same list in one municipality.
    """
    outline = _outline(prefecture)
    if outline is None:
        return None
    bounds = _bounds(max(counts.values(), default=0))
    shades = {code: sum(count >= bound for bound in bounds) for code, count in counts.items()}
    places = [
        replace(each, query=query(each.code))
        for each in _places(outline, shades=shades, names=names, counts=counts)
    ]
    pins = [pin for point in points if (pin := _pin(outline, *point))]
    return _drawing(outline, places, _steps(bounds), pins)


def shaded(
    prefecture: str, *, shades: Mapping[str, int], names: Mapping[str, str], steps: Sequence[Step]
) -> Drawing | None:
    """Return the map of a prefecture with the shade of each municipality; `steps` say what they mean."""
    outline = _outline(prefecture)
    if outline is None:
        return None
    return _drawing(outline, _places(outline, shades=shades, names=names, counts={}), steps)


def _drawing(
    outline: Mapping[str, Any],
    places: Sequence[DrawnPlace],
    steps: Sequence[Step],
    pins: Sequence[Pin] = (),
) -> Drawing:
    return Drawing(
        width=round(outline["width"] * CELL_WIDTH + 2 * MARGIN, 1),
        height=round(outline["height"] * CELL_HEIGHT + 2 * MARGIN, 1),
        transform=f"translate({MARGIN} {MARGIN}) scale({CELL_WIDTH} {CELL_HEIGHT})",
        places=places,
        pins=pins,
        steps=steps,
        credit=outline["credit"],
    )


def _places(
    outline: Mapping[str, Any],
    *,
    shades: Mapping[str, int],
    names: Mapping[str, str],
    counts: Mapping[str, int],
) -> list[DrawnPlace]:
    return [
        DrawnPlace(
            code=code,
            name=names.get(code, ""),
            count=counts.get(code, 0),
            shade=shades.get(code, 0),
            path=path,
            x=round(_x(x + 0.5), 1),
            y=round(_y(y + 0.5), 1),
            has_room=cells >= CELLS_FOR_A_NAME,
        )
        for code, (path, cells, x, y) in outline["shapes"].items()
    ]


def codes_of(prefecture: str) -> list[str]:
    """Return the codes of the municipalities that the map of a prefecture shows."""
    outline = _outline(prefecture)
    return list(outline["shapes"]) if outline else []


@lru_cache
def _outline(prefecture: str) -> Mapping[str, Any] | None:
    path = DATA_FOLDER / f"outline_{prefecture}.json"
    if not path.is_file():
        return None
    outline: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return outline


def _bounds(most: int) -> list[int]:
    """Return from which count on a municipality has the first, second and third shade."""
    if most <= SHADES:
        return list(range(1, max(most, 1) + 1))
    return [1, *(math.ceil(most * part / SHADES) for part in range(1, SHADES))]


def _steps(bounds: Sequence[int]) -> list[Step]:
    found = [Step(0, "0件")]
    for shade, (bound, following) in enumerate(zip(bounds, [*bounds[1:], None], strict=True), start=1):
        if following is None:
            words = f"{bound}件以上"
        elif following == bound + 1:
            words = f"{bound}件"
        else:
            words = f"{bound}〜{following - 1}件"
        found.append(Step(shade, words))
    return found


def _pin(outline: Mapping[str, Any], number: int, latitude: float, longitude: float) -> Pin | None:
    east = (longitude - WEST_EDGE) * CELLS_A_DEGREE_EAST - outline["west"]
    south = outline["north"] - latitude * CELLS_A_DEGREE_NORTH
    if not (0 <= east <= outline["width"] and 0 <= south <= outline["height"]):
        return None
    return Pin(number, round(_x(east), 1), round(_y(south), 1))


def _x(cells: float) -> float:
    return MARGIN + cells * CELL_WIDTH


def _y(cells: float) -> float:
    return MARGIN + cells * CELL_HEIGHT
