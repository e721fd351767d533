"""What an empty form must not carry to everybody: what its writers said, left out or hid, and their names."""

import re
import zlib
from collections.abc import Iterator

from foundation.incoming.refusal import FileRefused

from .package import Package, opened, packed
from .sizes import MOST_PART_BYTES, MOST_UNPACKED_BYTES
from .tree import TOO_MUCH, Splices, parsed

_TRACKED = "直した跡（変更履歴）が残っています。すべて承諾してから、保存し直してください。"
_COMMENTS = "コメント（メモ）が残っています。消してから、保存し直してください。"
_HIDDEN = "見えないシート「{}」があります。消すか、見えるようにしてから、保存し直してください。"
_ACTIVE = (
    "PDFに、プログラムか、ほかのファイルか、パスワードの制限が入っています。"
    "印刷の画面から、PDFに保存し直してください。"
)
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
# By the kind of the relation to the part: the elements that name somebody.
_PEOPLE = {
    "core-properties": ("creator", "lastModifiedBy"),
    "extended-properties": ("Manager", "Company"),
    "people": ("person",),
    "person": ("person",),
}
_ACTIONS = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|Encrypt)(?![A-Za-z0-9])|/JS\s*(?:[(<]|\d+\s+\d+\s+R)"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_PACKED_OTHERWISE = re.compile(rb"/DecodeParms|/Filter\s*\[?\s*/(?!FlateDecode)|FlateDecode\s*/\w*Decode")
_CHUNK = 64 * 1024


def without_names(content: bytes) -> bytes:
    """Return a workbook or document without the names of who made it.

    Raises FileRefused for comments, changes that are tracked, and hidden sheets: only a person can tell
    what of them is meant for everybody.
    """
    package = opened(content)
    for name, part in package.parts.items():
        if name.lower().endswith(".xml") and re.search(rb"<(?:\w+:)?(?:threadedC|c)omment[\s>]", part):
            raise FileRefused(_COMMENTS)
    if package.suffix == "docx":
        _insist_on_no_changes(package)
    else:
        for each in parsed(package.parts[package.main]).each("sheet"):
            if each.get("state") not in {"", "visible"}:
                raise FileRefused(_HIDDEN.format(each.get("name")))
    changed = dict(_without_people(package))
    return packed(package, changed) if changed else content


def insist_on_quiet_pdf(content: bytes) -> None:
    """Raise FileRefused for a PDF that runs something, or carries a file or a lock."""
    left = MOST_UNPACKED_BYTES
    for part in (content, *_object_streams(content)):
        left -= len(part)
        if left < 0:
            raise FileRefused(TOO_MUCH)
        if _ACTIONS.search(_plain(part)):
            raise FileRefused(_ACTIVE)


def _insist_on_no_changes(package: Package) -> None:
    for name, part in package.parts.items():
        if name.lower().endswith(".xml") and b"author" in part:
            waiting = [parsed(part)]
            while waiting:
                one = waiting.pop()
                if one.prefix and (one.name in _CHANGES or one.name.endswith("PrChange")):
                    raise FileRefused(_TRACKED)
                waiting.extend(one.children)


def _without_people(package: Package) -> Iterator[tuple[str, bytes]]:
    for kind, names in _PEOPLE.items():
        for name in {*package.related("", kind), *package.related(package.main, kind)} & set(package.parts):
            splices = Splices(package.parts[name])
            for each in parsed(package.parts[name]).each(*names):
                if any(each.within(one) for one in names):
                    continue
                if each.name == "person":
                    splices.replace(each, b"")
                else:
                    splices.rewrite(each, "")
            if splices:
                yield name, splices.applied()


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Yield the objects that a PDF keeps packed; what is packed in another way than usual is refused."""
    before = 0
    for found in _STREAM.finditer(content):
        about, before = _plain(content[before : found.start()]), found.end()
        if b"/ObjStm" in about:
            if _PACKED_OTHERWISE.search(about):
                raise FileRefused(_ACTIVE)
            yield _unpacked(content, found.end())


def _unpacked(content: bytes, start: int) -> bytes:
    unpacking, made = zlib.decompressobj(), bytearray()
    try:
        # By chunks: what follows a stream is not copied for each of them.
        for place in range(start, len(content), _CHUNK):
            made += unpacking.decompress(content[place : place + _CHUNK], MOST_PART_BYTES)
            if unpacking.unconsumed_tail or len(made) > MOST_PART_BYTES:
                raise FileRefused(TOO_MUCH)
            if unpacking.eof:
                break
    except zlib.error:
        raise FileRefused(_ACTIVE) from None
    return bytes(made)


def _plain(part: bytes) -> bytes:
    """Return a part of a PDF with its names as they are meant."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
