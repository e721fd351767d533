"""The ZIP around a workbook or document: taken apart with distrust, put together with the rest as it was."""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from foundation.incoming import archives
from foundation.incoming.refusal import FileRefused

from .fields import fetches, instructions, may_have_fields
from .sizes import MOST_BYTES, MOST_PARTS, MOST_UNPACKED_BYTES
from .tree import BROKEN, STRANGE, TOO_MUCH, Element, parsed

_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MAIN = "application/vnd.openxmlformats-officedocument."
_SUFFIXES = {
    f"{_MAIN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_MAIN}wordprocessingml.document.main+xml": "docx",
}
_MACRO = "マクロの入ったファイルは使えません。「Excelブック」か「Word文書」の形で保存し直してください。"
_OTHER = "Excel（xlsx）かWord（docx）のファイルだけを使えます。"
_LOCKED = (
    "パスワードの付いたファイルか、古い形（xls・doc）です。"
    "パスワードを外し、xlsxかdocxで保存し直してください。"
)
_LINKED = "ほかのファイルから中身を取ってくるリンクがあります。リンクを切ってから、保存し直してください。"
_EMBEDDED = "ほかのファイルが埋めこまれています。消してから、保存し直してください。"
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|customui/|/ctrlprops/|dialogsheets/", re.IGNORECASE
)
_WRONG_NAME = re.compile(r"^/|\\|(^|/)\.\.(/|$)|^[A-Za-z]:|\x00")
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)
# By the last word of the type of a relation: names of parts are free, their relations are not.
_REFUSED_RELATIONS = {
    **dict.fromkeys(("vbaproject", "wordvbadata", "control", "ctrlprop", "activexcontrolbinary"), _MACRO),
    **dict.fromkeys(("attachedtemplate", "externallink", "externallinkpath", "connections"), _LINKED),
    **dict.fromkeys(("subdocument", "mailmergesource", "recipientdata", "frame"), _LINKED),
    **dict.fromkeys(("oleobject", "afchunk"), _EMBEDDED),
}


@dataclass(frozen=True)
class Package:
    """A workbook (xlsx) or a document (docx): its parts by name, in the order of the file."""

    suffix: str
    main: str
    infos: tuple[zipfile.ZipInfo, ...]
    parts: Mapping[str, bytes]
    _read: dict[str, list[Element]] = field(default_factory=dict, compare=False, repr=False)

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts to which a part has a relation of this kind, such as `drawing`, each once."""
        wanted = [each for each in self._relations(part) if each.get("Type").rpartition("/")[2] == kind]
        inside = (_target(part, each) for each in wanted if each.get("TargetMode") != "External")
        return list(dict.fromkeys(inside))

    def relation(self, part: str, pk: str) -> str:
        """Return the part that a relation names by its id, or nothing."""
        found = (each for each in self._relations(part) if each.get("Id") == pk)
        return next((_target(part, each) for each in found), "")

    def _relations(self, part: str) -> list[Element]:
        if part not in self._read:
            self._read[part] = _relations(self.parts, part)
        return self._read[part]


def opened(content: bytes) -> Package:
    """Return the parts of a form. Raises FileRefused for whatever is no plain workbook or document."""
    if len(content) > MOST_BYTES:
        raise FileRefused(f"ファイルが{MOST_BYTES // 1024 // 1024}MBを超えています。小さくしてください。")
    if content.startswith(_OLD_OFFICE):
        raise FileRefused(_LOCKED)
    if not content.startswith(archives.START):
        raise FileRefused(_OTHER)
    infos = archives.listed(io.BytesIO(content), too_much=TOO_MUCH, broken=BROKEN)
    _look_at_list(infos)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {each.filename: archive.read(each) for each in infos}
    except archives.UNPACKING:
        raise FileRefused(BROKEN) from None
    if _TYPES not in parts or _RELATIONS not in parts:
        raise FileRefused(_OTHER)
    suffix, main = _main_of(parts)
    types = {
        (each.get("PartName") or each.get("Extension")).lower(): each.get("ContentType").lower()
        for each in parsed(parts[_TYPES]).each("Override", "Default")
    }
    for name, part in parts.items():
        if _is_xml(name, types):
            _look_through(name, part, suffix)
    return Package(suffix, main, tuple(infos), parts)


def packed(package: Package, changed: Mapping[str, bytes], dropped: Collection[str] = ()) -> bytes:
    """Return the file with these parts changed or left out; every other part is the same, byte for byte."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in package.infos:
            if each.filename in dropped:
                continue
            info = zipfile.ZipInfo(each.filename, each.date_time)
            info.compress_type, info.external_attr = each.compress_type, each.external_attr
            archive.writestr(info, changed.get(each.filename, package.parts[each.filename]))
    return target.getvalue()


def relations_of(part: str) -> str:
    """Return the name of the part that holds the relations of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _look_at_list(infos: list[zipfile.ZipInfo]) -> None:
    names = [each.filename.lower() for each in infos]
    if len(infos) > MOST_PARTS or sum(each.file_size for each in infos) > MOST_UNPACKED_BYTES:
        raise FileRefused(TOO_MUCH)
    if len(set(names)) < len(names) or any(_WRONG_NAME.search(name) for name in names):
        raise FileRefused(STRANGE)
    if any(each.flag_bits & 1 for each in infos):
        raise FileRefused(_LOCKED)
    if any(_PROGRAMS.search(name) for name in names):
        raise FileRefused(_MACRO)
    if any("/externallinks/" in name for name in names):
        raise FileRefused(_LINKED)


def _main_of(parts: Mapping[str, bytes]) -> tuple[str, str]:
    if b"macroenabled" in parts[_TYPES].lower():
        raise FileRefused(_MACRO)
    relations = (each for each in _relations(parts, "") if each.get("Type").endswith("/officeDocument"))
    main = next((_target("", each) for each in relations), "")
    types = {each.get("PartName"): each.get("ContentType") for each in parsed(parts[_TYPES]).each("Override")}
    suffix = _SUFFIXES.get(types.get(f"/{main}", ""), "")
    if not suffix or main not in parts:
        raise FileRefused(_OTHER)
    return suffix, main


def _look_through(name: str, part: bytes, suffix: str) -> None:
    """Refuse document types, hidden encodings, what is fetched from elsewhere and what starts a program."""
    start = part[:4].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) or _DOCTYPE.search(part):
        raise FileRefused(STRANGE)
    if _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf")):
        raise FileRefused(STRANGE)
    if name.lower().endswith(".rels"):
        for each in parsed(part).each("Relationship"):
            _look_at_relation(name.lower(), each)
    elif suffix == "docx" and may_have_fields(part) and any(map(fetches, instructions(parsed(part)))):
        raise FileRefused(_LINKED)


def _look_at_relation(name: str, relation: Element) -> None:
    kind = relation.get("Type").rpartition("/")[2].strip().lower()
    if kind in _REFUSED_RELATIONS:
        raise FileRefused(_REFUSED_RELATIONS[kind])
    if relation.get("TargetMode") == "External" and kind != "hyperlink":
        raise FileRefused(_LINKED)
    # A chart keeps its numbers in a workbook of its own; anywhere else it is a file to click on.
    if kind == "package" and not ("/charts/" in name and relation.get("Target").lower().endswith(".xlsx")):
        raise FileRefused(_EMBEDDED)


def _is_xml(name: str, types: Mapping[str, str]) -> bool:
    """Return whether an office program reads a part as XML: by its type, whatever its name ends in."""
    name = name.lower()
    kind = types.get(f"/{name}") or types.get(name.rpartition(".")[2], "")
    return name.endswith((".xml", ".rels", ".vml")) or ("xml" in kind and "svg" not in kind)


def _relations(parts: Mapping[str, bytes], part: str) -> list[Element]:
    content = parts.get(relations_of(part) if part else _RELATIONS)
    return list(parsed(content).each("Relationship")) if content else []


def _target(part: str, relation: Element) -> str:
    target = relation.get("Target")
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
