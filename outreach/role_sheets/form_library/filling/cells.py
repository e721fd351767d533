"""One cell of a worksheet: what it says, and its bytes once its marks are filled, in its own look."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.form_marks import Value
from foundation.incoming.refusal import FileRefused

from .marks import Answers, only_mark, replaced
from .sizes import MOST_LETTERS
from .styles import serial
from .texts import words_by
from .tree import Element, Splices, raw_attributes, xml_text

_TOO_LONG = "{}に入る文が長すぎます。"


@dataclass(frozen=True)
class Strings:
    """The texts that all sheets of a workbook share, with the bytes that they are written in."""

    content: bytes
    items: tuple[Element, ...]

    def item(self, cell: Element) -> tuple[bytes, Element] | None:
        """Return the text element of a shared text that a cell shows; None when it shows none."""
        number = next((each.text.strip() for each in cell.children if each.name == "v"), "")
        if cell.get("t") != "s" or not number.isdecimal() or int(number) >= len(self.items):
            return None
        return self.content, self.items[int(number)]


@dataclass(frozen=True)
class Looks:
    """Which styles show a number as a date, and from which day the workbook counts."""

    dates: frozenset[int]
    from_1904: bool


def item_of(content: bytes, cell: Element, strings: Strings) -> tuple[bytes, Element] | None:
    """Return the bytes and the element of the text that a cell shows; None for numbers and formulas."""
    if cell.get("t") == "inlineStr":
        inline = next((each for each in cell.children if each.name == "is"), None)
        return (content, inline) if inline is not None else None
    return strings.item(cell)


def pieces_of(item: Element) -> list[Element]:
    """Return the texts of a cell in their runs, without the readings above them."""
    return [each for each in item.each("t") if each.within("rPh") is None]


def text_in(item: Element) -> str:
    return "".join(each.text for each in pieces_of(item))


def filled_cell(
    content: bytes,
    cell: Element,
    item: tuple[bytes, Element],
    answers: Answers,
    looks: Looks,
    *,
    to: str,
    row: int,
) -> bytes:
    """Return a cell with its known marks replaced: a number where the mark is all there is, else text."""
    name = only_mark(text_in(item[1]))
    value = answers.value(name, row) if name and answers.is_known(name) else None
    number = _number(value, cell, looks)
    if number is not None:
        return opening(content, cell, to=to, kind="") + _tagged(cell, "v", number.encode()) + closing(cell)
    inside = _text(item, words_by(answers, row), cell, to)
    return opening(content, cell, to=to, kind="inlineStr") + _tagged(cell, "is", inside) + closing(cell)


def opening(content: bytes, cell: Element, *, to: str, kind: str | None = None) -> bytes:
    """Return the first tag of a cell at another place; with `kind` it gets that type, "" is a number."""
    kept = raw_attributes(content, cell)
    given: Mapping[bytes, bytes] = {b"r": b'"%s"' % to.encode()}
    parts = [b" %s=%s" % (name, given.get(name, raw)) for name, raw in kept if name != b"t" or kind is None]
    if not any(name == b"r" for name, _ in kept):
        parts.insert(0, b' r="%s"' % to.encode())
    if kind:
        parts.append(b' t="%s"' % kind.encode())
    return b"<%s%s>" % (cell.tag.encode(), b"".join(parts))


def closing(cell: Element) -> bytes:
    return b"</%s>" % cell.tag.encode()


def _tagged(cell: Element, name: str, inside: bytes) -> bytes:
    tag = f"{cell.prefix}{name}".encode()
    return b"<%s>%s</%s>" % (tag, inside, tag)


def _number(value: Value, cell: Element, looks: Looks) -> str | None:
    if isinstance(value, date):
        style = cell.get("s")
        shows_dates = style.isdecimal() and int(style) in looks.dates
        return str(serial(value, from_1904=looks.from_1904)) if shows_dates else None
    return f"{value}" if isinstance(value, int) else f"{value:f}" if isinstance(value, Decimal) else None


def _text(
    item: tuple[bytes, Element], words_of: Callable[[str], str | None], cell: Element, to: str
) -> bytes:
    """Return the inside of a text with its marks replaced run by run; readings of the old words go."""
    source, element = item
    splices, pieces = Splices(source), pieces_of(element)
    texts = replaced([each.text for each in pieces], words_of)
    if sum(map(len, texts)) > MOST_LETTERS:
        raise FileRefused(_TOO_LONG.format(to))
    for piece, text in zip(pieces, texts, strict=True):
        if text != piece.text:
            tag = piece.tag.encode()
            splices.replace(piece, b'<%s xml:space="preserve">%s</%s>' % (tag, xml_text(text), tag))
    for reading in element.each("rPh", "phoneticPr"):
        splices.replace(reading, b"")
    inside = splices.applied(element.inside, element.closes)
    if element.prefix != cell.prefix:
        pattern = rb"<(/?)" + re.escape(element.prefix.encode()) + rb"(?=\w)"
        inside = re.sub(pattern, rb"<\1" + cell.prefix.encode(), inside)
    return inside
