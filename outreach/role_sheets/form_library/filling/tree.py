"""XML as it stands: where each element begins and ends in the bytes, so that a part is changed there alone.

Whatever is not changed stays as the office program wrote it, byte for byte.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from foundation.incoming.refusal import FileRefused

from .sizes import MOST_DEPTH, MOST_ELEMENTS, MOST_PART_BYTES

BROKEN = "ファイルがこわれています。ExcelかWordで開いて、保存し直してください。"
TOO_MUCH = "ファイルの中身が大きすぎます。いらないシートやページを消してください。"
STRANGE = "ExcelやWordが書かないものが入っています。開いて、保存し直してください。"
TOO_LARGE = "数を入れると、様式が大きくなりすぎます。期間を短くするか、表のしるしをへらしてください。"
_TAG = re.compile(rb"<(?>[^>\"']+|\"[^\"]*\"|'[^']*')*+>")
_ATTRIBUTE = re.compile(rb"\s([^\s=\"'<>/]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(eq=False, slots=True)
class Element:
    """One element: its bytes are `start` to `end`, those between its tags `inside` to `closes`."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    start: int
    inside: int
    closes: int = 0
    end: int = 0
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or nothing."""
        return self.tag[: len(self.tag) - len(self.name)]

    def get(self, name: str) -> str:
        """Return an attribute by its name without a prefix; nothing where there is none."""
        found = self.attributes.get(name)
        if found is None:
            return next((v for k, v in self.attributes.items() if k.rpartition(":")[2] == name), "")
        return found

    def each(self, *names: str) -> Iterator["Element"]:
        """Yield the elements of these names below this one, in the order of the document."""
        waiting = list(reversed(self.children))
        while waiting:
            one = waiting.pop()
            if one.name in names:
                yield one
            waiting.extend(reversed(one.children))

    def within(self, name: str) -> "Element | None":
        """Return the nearest element of this name around this one."""
        above = self.parent
        while above is not None and above.name != name:
            above = above.parent
        return above


class _Builder:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._starts
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self._says
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        found = _TAG.match(self.content, start)
        if found is None:
            raise FileRefused(BROKEN)
        if len(self.open) >= MOST_DEPTH:
            raise FileRefused(TOO_MUCH)
        above = self.open[-1] if self.open else None
        made = Element(tag, attributes, above, start, found.end())
        if above is None:
            self.root = made
        else:
            above.children.append(made)
        self.open.append(made)

    def _ends(self, _tag: str) -> None:
        made = self.open.pop()
        if self.content[made.inside - 2 : made.inside] == b"/>":
            made.closes = made.end = made.inside
            return
        made.closes = self.parser.CurrentByteIndex
        made.end = self.content.index(b">", made.closes) + 1

    def _says(self, text: str) -> None:
        self.open[-1].text += text

    def _refuse(self, *_of_the_type: object) -> NoReturn:
        raise FileRefused(STRANGE)


def parsed(content: bytes) -> Element:
    """Return the tree of a part in UTF-8. Raises FileRefused; a document type is never read."""
    if len(content) > MOST_PART_BYTES:
        raise FileRefused(TOO_MUCH)
    insist_on_few_elements(content)
    builder = _Builder(content)
    try:
        builder.parser.Parse(content, True)
    except (expat.ExpatError, UnicodeError):
        raise FileRefused(BROKEN) from None
    assert builder.root is not None  # expat refuses a document without an element
    return builder.root


def insist_on_few_elements(*contents: bytes) -> None:
    """Refuse parts that are held together and have more tags than a form: each takes memory. FileRefused."""
    if sum(content.count(b"<") for content in contents) > 2 * MOST_ELEMENTS:
        raise FileRefused(TOO_MUCH)


def insist_on_size(size: int) -> None:
    """Raise FileRefused for more bytes than a part may have, before they are made."""
    if size > MOST_PART_BYTES:
        raise FileRefused(TOO_LARGE)


def joined(pieces: Iterable[bytes]) -> bytes:
    """Return pieces in a row. Raises FileRefused as soon as they are more than a part may be."""
    made = bytearray()
    for each in pieces:
        insist_on_size(len(made) + len(each))
        made += each
    return bytes(made)


class Splices:
    """Changes of a part, by place; what lies between stays as it is."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._changes: list[tuple[int, int, bytes]] = []
        self._added = 0

    def __bool__(self) -> bool:
        return bool(self._changes)

    def replace(self, element: Element, new: bytes) -> None:
        """Put something else in the place of an element."""
        self._change(element.start, element.end, new)

    def rewrite(self, element: Element, text: str) -> None:
        """Give an element that has tags another text."""
        if element.text != text:
            self._change(element.inside, element.closes, xml_text(text))

    def insert(self, place: int, new: bytes) -> None:
        """Add something between two bytes."""
        self._change(place, place, new)

    def set(self, element: Element, name: str, value: str) -> None:
        """Give an attribute that stands there another value."""
        if element.attributes.get(name) == value:
            return
        for found in _ATTRIBUTE.finditer(self.content, element.start, element.inside):
            if found[1] == name.encode():
                quote = found[2][:1]
                new = quote + escape(value, {'"': "&quot;", "'": "&apos;"}).encode() + quote
                self._change(found.start(2), found.end(2), new)

    def drop(self, element: Element, name: str) -> None:
        """Take an attribute away, with the blank before it."""
        for found in _ATTRIBUTE.finditer(self.content, element.start, element.inside):
            if found[1] == name.encode():
                self._change(found.start(), found.end(), b"")

    def _change(self, start: int, end: int, new: bytes) -> None:
        """Keep a change. Raises FileRefused when all of them together are more than a part may be."""
        self._added += len(new)
        insist_on_size(self._added)
        self._changes.append((start, end, new))

    def applied(self, start: int = 0, end: int | None = None) -> bytes:
        """Return the bytes of a stretch with the changes in it."""
        stop = len(self.content) if end is None else end
        result, at = bytearray(), start
        for begin, until, new in sorted(self._changes, key=lambda change: change[:2]):
            if begin < start or until > stop:
                continue
            assert begin >= at, "two changes of the same bytes"
            result += self.content[at:begin] + new
            at = until
        return bytes(result + self.content[at:stop])


def raw_attributes(content: bytes, element: Element) -> list[tuple[bytes, bytes]]:
    """Return the attributes of an element with their values in quotes, as they are written."""
    return [(found[1], found[2]) for found in _ATTRIBUTE.finditer(content, element.start, element.inside)]


def xml_text(text: str) -> bytes:
    """Return text as it stands in XML; signs that XML forbids are left out."""
    return escape(_FORBIDDEN.sub("", text), {"\r": "&#13;"}).encode()
