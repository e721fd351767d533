"""The network as a picture: agencies on a circle by field, a line for each two that met."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

from directory.enums import Sector
from directory.models import Agency

from .graph import Graph

SIZE, RADIUS, LABEL_AT = 1_000, 280, 296
# More would be a ball of wool: those that met most others stand.
MOST_DRAWN = 60
THINNEST, THICKEST = 1.0, 6.0


@dataclass(frozen=True)
class Dot:
    """An agency on the circle; its name stands outside, turned so that it reads from left to right."""

    x: float
    y: float
    name: str
    label_x: float
    label_y: float
    turn: float
    anchor: str


@dataclass(frozen=True)
class Line:
    """Two that met, the thicker the oftener."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True)
class Picture:
    """What the template draws; `left_out` agencies met fewer others than those that are drawn."""

    size: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    left_out: int


def picture_of(graph: Graph, agencies: Mapping[int, Agency]) -> Picture:
    """Return the picture of a graph."""
    near = graph.neighbours()
    known = [node for node in graph.nodes if node in agencies]
    known.sort(key=lambda node: (-len(near[node]), node))
    drawn = set(known[:MOST_DRAWN])
    order = list(Sector.values)
    ring = sorted(drawn, key=lambda node: (order.index(agencies[node].sector), agencies[node].name, node))
    at = {node: 2 * pi * place / len(ring) - pi / 2 for place, node in enumerate(ring)}
    most = max(graph.edges.values(), default=1)
    return Picture(
        size=SIZE,
        dots=tuple(_dot(angle, agencies[node].name) for node, angle in at.items()),
        lines=tuple(
            _line(at[one], at[other], THINNEST + (THICKEST - THINNEST) * (count - 1) / max(most - 1, 1))
            for (one, other), count in graph.edges.items()
            if one in drawn and other in drawn
        ),
        left_out=len(known) - len(ring),
    )


def _point(angle: float, radius: float) -> tuple[float, float]:
    return round(SIZE / 2 + radius * cos(angle), 1), round(SIZE / 2 + radius * sin(angle), 1)


def _dot(angle: float, name: str) -> Dot:
    x, y = _point(angle, RADIUS)
    label_x, label_y = _point(angle, LABEL_AT)
    is_left = cos(angle) < 0
    turn = angle * 180 / pi + (180 if is_left else 0)
    return Dot(x, y, name, label_x, label_y, round(turn, 1), "end" if is_left else "start")


def _line(one: float, other: float, width: float) -> Line:
    (x1, y1), (x2, y2) = _point(one, RADIUS), _point(other, RADIUS)
    return Line(x1, y1, x2, y2, round(width, 1))
