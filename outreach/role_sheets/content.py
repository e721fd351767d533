"""What stands on a role sheet, as flat data: one short key for each text.

    head.lead                                    a sentence below the title
    stage.<id>.name|when|place                   a column, left to right by place
    body.<id>.level|name|offices|contact|place   a row, top to bottom by place
    cell.<body>.<stage>.part|text|until          who does what there, and until when
    note|issue|policy.<id>.text|place            lines below the table
    table.<id>.title|unit|definition|source|place   a small yearly table: who is counted, and who says so
    row.<table>.<id>.label|value|place           one year of it

Flat, because then everything that is done with two texts of a sheet (differences, comparison, putting
together what two people wrote) is done key by key. An item is what comes and goes as one: `stage.<id>`,
`body.<id>`, `note.<id>`, `table.<id>`, `row.<table>.<id>`. A cell comes and goes with its row and column.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from .enums import Level, Part

type Content = Mapping[str, str]

ID: Final = r"[a-z0-9]{1,12}"
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "head": ("lead",),
    "stage": ("name", "when", "place"),
    "body": ("level", "name", "offices", "contact", "place"),
    "cell": ("part", "text", "until"),
    "note": ("text", "place"),
    "issue": ("text", "place"),
    "policy": ("text", "place"),
    "table": ("title", "unit", "definition", "source", "place"),
    "row": ("label", "value", "place"),
}
# How many ids stand between the kind and the field.
DEPTH: Final = {"head": 0, "cell": 2, "row": 2}
# Longest text of each field, in characters; what else there is, is a line.
LONGEST: Final = {
    ("head", "lead"): 160,
    ("cell", "text"): 160,
    ("note", "text"): 240,
    ("issue", "text"): 240,
    ("policy", "text"): 240,
    ("table", "definition"): 160,
    ("body", "offices"): 120,
}
LONGEST_LINE: Final = 60
# More of these do not go on one sheet of paper.
MOST: Final = {"stage": 7, "body": 12, "note": 6, "issue": 6, "policy": 6, "table": 2, "row": 12}
# What stands where nobody has said anything.
USUAL: Final = {"part": str(Part.NOTHING)}
LISTS: Final = ("note", "issue", "policy")

KEY = re.compile(r"\A([a-z]+)((?:\.[a-z0-9]{1,12}){0,2})\.([a-z]+)\Z")


def is_key(key: str) -> bool:
    """Return whether a text of a sheet can bear this key."""
    found = KEY.match(key)
    if found is None or found[3] not in FIELDS.get(found[1], ()):
        return False
    return found[2].count(".") == DEPTH.get(found[1], 1)


def kind_of(key: str) -> str:
    return key.split(".", 1)[0]


def field_of(key: str) -> str:
    return key.rsplit(".", 1)[-1]


def item_of(key: str) -> str:
    """Return what a key belongs to: `body.a1` of `body.a1.name`, `cell.a1.s1` of `cell.a1.s1.text`."""
    return key.rsplit(".", 1)[0]


def longest(key: str) -> int:
    """Return how many characters may stand under a key."""
    return LONGEST.get((kind_of(key), field_of(key)), LONGEST_LINE)


def ids_of(content: Content, kind: str) -> list[str]:
    """Return the ids of all items of a kind, by place; of `row` as `<table>.<id>`."""
    found = {item_of(key).split(".", 1)[1] for key in content if kind_of(key) == kind}
    return sorted(found, key=lambda each: (_place(content, f"{kind}.{each}"), each))


def cells_of(content: Content) -> Iterable[str]:
    """Return every cell that the rows and columns make, `cell.<body>.<stage>`."""
    stages = ids_of(content, "stage")
    return [f"cell.{body}.{stage}" for body in ids_of(content, "body") for stage in stages]


def whole(content: Content) -> dict[str, str]:
    """Return a content of known keys alone, each item with all of its fields, no cell without row and column.

    Rows of tables that are not there go as well. What is whole stays as it is.
    """
    known = {key: value for key, value in content.items() if is_key(key)}
    items = {item_of(key) for key in known}
    stays = {each for each in items if _stands(each, items)} | {"head"} | set(cells_of(known))
    return {
        f"{item}.{field}": known.get(f"{item}.{field}") or USUAL.get(field, "")
        for item in sorted(stays)
        for field in FIELDS[kind_of(item)]
    }


def within_reach(content: Content) -> dict[str, str]:
    """Return a content with no more items of a kind than one above what a sheet holds: the rest is left.

    Rows and columns make cells by multiplication, so this is asked before `whole`.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    kept = {}
    for key, text in content.items():
        kind, *ids = item_of(key).split(".")
        if kind in MOST:
            above = ids[0] if kind == "row" else ""
            known = found.setdefault((kind, above), {})
            if ids[-1] not in known and len(known) > MOST[kind]:
                continue
            known[ids[-1]] = None
        kept[key] = text
    return kept


def said(key: str, text: str) -> str:
    """Return a text as people read it: parts and levels by their word."""
    words: dict[str, type[Part | Level]] = {"part": Part, "level": Level}
    choices = words.get(field_of(key))
    return str(choices(text).label) if choices and text in choices else text


def without_marks(content: Content) -> dict[str, str]:
    """Return what readers see of a content: no place, no empty text."""
    return {key: text for key, text in content.items() if text and field_of(key) != "place"}


def _stands(item: str, items: set[str]) -> bool:
    kind, *ids = item.split(".")
    if kind == "cell":
        return f"body.{ids[0]}" in items and f"stage.{ids[1]}" in items
    return kind != "row" or f"table.{ids[0]}" in items


def _place(content: Content, item: str) -> int:
    place = content.get(f"{item}.place", "")
    return int(place) if place.isascii() and place.isdigit() else 0
