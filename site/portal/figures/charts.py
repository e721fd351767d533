"""Charts as SVG that reflows: lengths across in percent, down in rem, so that letters keep their size.

One row stands below the other, time in a line chart as well: on a narrow screen nothing gets smaller. Colours
and hatches are classes of `figures/figures.css`; nothing is drawn of what a table hides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring  # builds, never parses

LABEL_CHARACTERS = 13
FEWEST_CHARACTERS = 4
# Where a long label had better break: behind a dot or comma, before a bracket, where katakana meets kanji.
_LABEL_BREAK = re.compile(r"(?<=[・、])|(?=（)|(?<=[ァ-ヶー])(?=[一-龠])|(?<=[一-龠])(?=[ァ-ヶ])")
WIDEST_BAR = 68.0
_LINE, _BAR, _GAP = 1.5, 1.25, 1.0
# Swatches of a band, one after the other: filled, hatched, dotted, empty, crossed, hatched the other way.
PATTERNS = ("solid", "rising", "dots", "empty", "cross", "falling")


@dataclass(frozen=True)
class Mark:
    """One row of a chart: its words, its number in words, and its length; None draws nothing."""

    label: str
    text: str
    value: Decimal | None


def bar_chart(marks: Sequence[Mark], *, name: str, title: str, says: str) -> str:
    """Return bars below each other, each with its label above and its number behind."""
    svg = _canvas(name, title, says)
    longest = _longest(marks)
    y = 0.0
    for mark in marks:
        y = _label(svg, mark.label, y)
        width = _share(mark.value, longest) * WIDEST_BAR
        if mark.value is not None:
            SubElement(
                svg,
                "rect",
                {
                    "class": "plot__bar",
                    "x": "0",
                    "y": _rem(y),
                    "width": _percent(width),
                    "height": _rem(_BAR),
                },
            )
        _number(svg, mark, x=width, y=y)
        y += _BAR + _GAP
    return _finished(svg, y - _GAP)


def band_chart(marks: Sequence[Mark], *, name: str, title: str, says: str) -> str:
    """Return one band made of all parts, and below it each part's pattern, label and number."""
    svg = _canvas(name, title, says)
    _patterns(svg, name)
    total = sum((mark.value for mark in marks if mark.value is not None), Decimal(0))
    x = 0.0
    for place, mark in enumerate(marks):
        width = _share(mark.value, total) * 100
        _swatch(svg, name, place, x=_percent(x), y=0, width=_percent(width), height=3)
        x += width
    y = 4.0
    for place, mark in enumerate(marks):
        y = _label(svg, mark.label, y)
        _swatch(svg, name, place, x="0", y=y, width="2.5rem", height=_BAR)
        SubElement(
            svg, "text", {"class": "plot__number", "x": "3.25rem", "y": _rem(y + 1.0)}
        ).text = mark.text
        y += _BAR + _GAP
    return _finished(svg, y - _GAP)


def line_chart(marks: Sequence[Mark], *, name: str, title: str, says: str) -> str:
    """Return points below each other, joined in the order of time; a missing number leaves a gap."""
    svg = _canvas(name, title, says)
    longest = _longest(marks)
    y, before = 0.0, None
    points: list[tuple[Mark, float, float]] = []
    for mark in marks:
        y = _label(svg, mark.label, y)
        x, middle = 1.5 + _share(mark.value, longest) * WIDEST_BAR, y + _BAR / 2
        here = None if mark.value is None else (_percent(x), _rem(middle))
        if before and here:
            SubElement(
                svg,
                "line",
                {"class": "plot__line", "x1": before[0], "y1": before[1], "x2": here[0], "y2": here[1]},
            )
        points.append((mark, x, y))
        before = here
        y += _BAR + _GAP
    for mark, x, top in points:
        if mark.value is not None:
            spot = {"class": "plot__point", "cx": _percent(x), "cy": _rem(top + _BAR / 2), "r": "0.4rem"}
            SubElement(svg, "circle", spot)
        _number(svg, mark, x=x if mark.value is not None else 0, y=top)
    return _finished(svg, y - _GAP)


DRAWN = {"bar": bar_chart, "stacked": band_chart, "line": line_chart}


def _canvas(name: str, title: str, says: str) -> Element:
    svg = Element(
        "svg",
        {
            "class": "plot",
            "role": "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-says",
        },
    )
    SubElement(svg, "title", {"id": f"{name}-title"}).text = title
    SubElement(svg, "desc", {"id": f"{name}-says"}).text = says
    return svg


def _finished(svg: Element, height: float) -> str:
    svg.set("width", "100%")
    svg.set("height", _rem(height + 0.5))
    return tostring(svg, encoding="unicode", short_empty_elements=False)


def _label(svg: Element, label: str, y: float) -> float:
    """Write a label in lines of a narrow screen and return where the next thing may begin."""
    for line in label_lines(label):
        SubElement(svg, "text", {"class": "plot__label", "x": "0", "y": _rem(y + 1.1)}).text = line
        y += _LINE
    return y + 0.125


def label_lines(label: str) -> Iterator[str]:
    """Yield a label in lines that fit, broken between words where a place is near."""
    while len(label) > LABEL_CHARACTERS:
        near = [place.start() for place in _LABEL_BREAK.finditer(label)]
        fitting = [place for place in near if FEWEST_CHARACTERS <= place <= LABEL_CHARACTERS]
        at = max(fitting, default=LABEL_CHARACTERS)
        yield label[:at]
        label = label[at:]
    yield label


def _number(svg: Element, mark: Mark, *, x: float, y: float) -> None:
    place = {"class": "plot__number", "x": _percent(x), "y": _rem(y + 1.0)}
    if mark.value is not None and x:
        place["dx"] = "0.75rem"
    SubElement(svg, "text", place).text = mark.text


def _swatch(svg: Element, name: str, place: int, *, x: str, y: float, width: str, height: float) -> None:
    pattern = PATTERNS[place % len(PATTERNS)]
    box = {"x": x, "y": _rem(y), "width": width, "height": _rem(height)}
    SubElement(svg, "rect", {"class": f"plot__ground plot__ground--{pattern}"} | box)
    if pattern not in ("solid", "empty"):
        SubElement(svg, "rect", {"fill": f"url(#{name}-{pattern})"} | box)
    SubElement(svg, "rect", {"class": "plot__edge"} | box)


def _patterns(svg: Element, name: str) -> None:
    shapes = {
        "rising": ("8", "rotate(45)", "M0 0v8"),
        "falling": ("8", "rotate(-45)", "M0 0v8"),
        "cross": ("10", "rotate(45)", "M0 0v10M0 0h10"),
        "dots": ("9", "rotate(0)", "M3 4.5h3"),
    }
    kept = SubElement(svg, "defs")
    for pattern, (size, turn, path) in shapes.items():
        tile = SubElement(
            kept,
            "pattern",
            {
                "id": f"{name}-{pattern}",
                "width": size,
                "height": size,
                "patternUnits": "userSpaceOnUse",
                "patternTransform": turn,
            },
        )
        SubElement(tile, "path", {"class": f"plot__hatch plot__hatch--{pattern}", "d": path})


def _longest(marks: Sequence[Mark]) -> Decimal:
    return max((mark.value for mark in marks if mark.value is not None), default=Decimal(0))


def _share(value: Decimal | None, whole: Decimal) -> float:
    return float(value / whole) if value is not None and whole > 0 else 0.0


def _percent(share: float) -> str:
    return f"{share:.2f}%"


def _rem(length: float) -> str:
    return f"{length:.3f}rem"
