"""The fields of a Word document: what each tells Word to do, however its instruction is cut up."""

import re
from collections.abc import Iterator

from .tree import Element

_INSTRUCTIONS = frozenset({"instrText", "delInstrText"})
# Names of elements stand in the bytes as they are; only their text can be written in another way.
_RAW = re.compile(rb"instrText|delInstrText|fldSimple", re.IGNORECASE)
_FETCHING = re.compile(r"[\W_]*(DDE(AUTO)?|LINK|INCLUDE(TEXT|PICTURE)?|IMPORT|DATABASE|RD)\b", re.IGNORECASE)


def may_have_fields(content: bytes) -> bool:
    """Return whether a part is worth reading for fields."""
    return _RAW.search(content) is not None


def fetches(instruction: str) -> bool:
    """Return whether a field brings in something from elsewhere, or starts a program for it."""
    return _FETCHING.match(instruction) is not None


def instructions(root: Element) -> Iterator[str]:
    """Yield the instruction of each field, put together, without those of fields within it.

    Where a field stands at the very beginning of another, the word that counts is only known to Word; it
    is taken for the worst.
    """
    loose: list[str] = []
    fields: list[list[str]] = []
    for each in root.each("fldSimple", "fldChar", *_INSTRUCTIONS):
        if each.name == "fldSimple":
            yield each.get("instr")
        elif each.name in _INSTRUCTIONS:
            (fields[-1] if fields else loose).append(each.text)
        elif each.get("fldCharType") == "begin":
            if fields and not "".join(fields[-1]).strip():
                yield "DDE"
            fields.append([])
        elif each.get("fldCharType") == "end" and fields:
            yield "".join(fields.pop())
    yield "".join(loose)
    yield from ("".join(each) for each in fields)
