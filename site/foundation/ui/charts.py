"""Charts as SVG that reflows: lengths across in percent, down in rem, so that letters keep their size.

One row stands below the other, time in a line chart as well: on a narrow screen nothing gets smaller. Colours
and hatches are classes of the sheet `plot`; nothing is drawn that the words of its marks do not say.
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
# Of columns that touch: the room above them, how high the highest is, and how far one reaches into the next.
_TOP, _HEIGHT, _TOUCH = 1.75, 10.0, 0.1
# Swatches of a band, one after the other: filled, hatched, dotted, empty, crossed, hatched the other way.
PATTERNS = ("solid", "rising", "dots", "empty", "cross", "falling")


@dataclass(frozen=True)
class Mark:
    """One row of a chart: its words, its number in words, and its length; None draws nothing."""

    label: str
    text: str
    value: Decimal | None


@dataclass(frozen=True)
class Cut:
    """A place across a chart, 0 to 1, where something new begins, and the word below it if there is room."""

    place: float
    word: str = ""


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


def step_chart(
    shares: Sequence[float], *, cuts: Sequence[Cut], ends: tuple[str, str], name: str, title: str, says: str
) -> str:
    """Return how much is left at equal steps from left to right, as columns that touch; shares are 0 to 1.

    `cuts` are places between the steps where something new begins, `ends` the words at both ends. Lines at a
    half and at the whole say how high columns are.
    """
    svg = _canvas(name, title, says)
    SubElement(svg, "rect", {"class": "plot__ground", "x": "0", "y": _rem(_TOP), "width": "100%"}).set(
        "height", _rem(_HEIGHT)
    )
    width = 100 / max(len(shares), 1)
    for place, share in enumerate(shares):
        box = {"x": _percent(place * width), "width": _percent(width + _TOUCH)}
        box |= {"y": _rem(_TOP + (1 - share) * _HEIGHT), "height": _rem(share * _HEIGHT)}
        SubElement(svg, "rect", {"class": "plot__column"} | box)
    for word, share, above in (("全員", 1.0, 0.4), ("半分", 0.5, -0.4)):
        y = _TOP + (1 - share) * _HEIGHT
        across = {"x1": "0", "x2": "100%", "y1": _rem(y), "y2": _rem(y)}
        # Light and dark in turn: it is seen over a column and over the ground.
        SubElement(svg, "line", {"class": "plot__level plot__level--light"} | across)
        SubElement(svg, "line", {"class": "plot__level"} | across)
        if above < 0:
            # Columns are dark: what is written over them stands on a ground of its own.
            box = {"x": "0", "y": _rem(y - 0.8), "width": "2.75rem", "height": "1.6rem"}
            SubElement(svg, "rect", {"class": "plot__ground"} | box)
        _word(svg, word, x="0.25rem", y=y - above, anchor="start")
    for cut in cuts:
        x = _percent(cut.place * 100)
        across = {"x1": x, "x2": x, "y1": _rem(_TOP), "y2": _rem(_TOP + _HEIGHT + 0.4)}
        SubElement(svg, "line", {"class": "plot__cut"} | across)
        if cut.word:
            _word(svg, cut.word, x=x, y=_TOP + _HEIGHT + 1.5, anchor="start")
    _word(svg, ends[0], x="0", y=_TOP + _HEIGHT + 3.0, anchor="start")
    _word(svg, ends[1], x="100%", y=_TOP + _HEIGHT + 3.0, anchor="end")
    return _finished(svg, _TOP + _HEIGHT + 3.0)


def _word(svg: Element, word: str, *, x: str, y: float, anchor: str) -> None:
    place = {"class": "plot__label", "x": x, "y": _rem(y), "text-anchor": anchor}
    SubElement(svg, "text", place).text = word


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
