"""An agency as a line found it, and as it shall be: columns of its row by their names in the database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from directory.models import Agency
from foundation.japanese.text import fold

from .enums import Content
from .lookups import Lookups, NotFound
from .reading import Said

type Snapshot = dict[str, Any]

# What is written and taken back.
WRITTEN = (
    *("name", "name_kana", "folded_name", "folded_kana", "kind_id", "sector", "municipality_id", "parent_id"),
    *("corporation_id", "postal_code", "address", "folded_address", "phone", "fax", "email"),
    "follows_official",
)
# What is compared besides, because it must not have changed meanwhile.
COMPARED = (*WRITTEN, "merged_into_id", "opened_on", "closed_on")
# A corporation that does not exist yet, as number and name.
NEW_CORPORATION = "new_corporation"
_PLAIN = (Content.NAME, Content.NAME_KANA, Content.POSTAL_CODE, Content.PHONE, Content.FAX, Content.EMAIL)
_EMPTY: Snapshot = dict.fromkeys(COMPARED, "") | {
    **dict.fromkeys(("municipality_id", "parent_id", "corporation_id", "merged_into_id")),
    **dict.fromkeys(("opened_on", "closed_on")),
    "follows_official": False,
}


class LineRefused(Exception):
    """A line cannot be taken in, because of what one of its columns says."""

    def __init__(self, content: Content, message: str) -> None:
        self.content, self.message = content, message
        super().__init__(message)


def snapshot(agency: Agency) -> Snapshot:
    """Return what is compared of an agency's row, as JSON keeps it."""
    values = {name: getattr(agency, name) for name in COMPARED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def wanted(
    before: Snapshot | None, said: Said, lookups: Lookups, *, default_kind: str, empties_erase: bool
) -> Snapshot:
    """Return how an agency shall stand; without a row before it is a new one. Raises LineRefused.

    An empty cell leaves what is known, or erases it where that was asked for: but never a name or a kind.
    """
    after = dict(before or _EMPTY)
    values = {content: text for content, text in said.values.items() if text or empties_erase}
    for content in _PLAIN:
        if content in values and (values[content] or content != Content.NAME):
            after[content.value] = values[content]
    if not after["name"]:
        raise LineRefused(Content.NAME, "名前がありません。")
    _set_kind(after, values, lookups, default_kind)
    _set_named(after, values, lookups)
    _set_place(after, values, lookups)
    after["folded_name"], after["folded_kana"] = (
        fold(after["name"]),
        fold(after["name_kana"] or after["name"]),
    )
    after["folded_address"] = fold(after["address"])
    if after != before:
        # What staff wrote holds: official data corrects it no more.
        after["follows_official"] = False
    return after


def _set_kind(after: Snapshot, values: Mapping[str, str], lookups: Lookups, default_kind: str) -> None:
    kind = after["kind_id"]
    if values.get(Content.KIND):
        kind = _found(Content.KIND, lookups.kind, values[Content.KIND])
    kind = kind or default_kind
    if not kind:
        raise LineRefused(Content.KIND, "種類がありません。新しい機関には、種類が要ります。")
    if kind != after["kind_id"]:
        after["kind_id"], after["sector"] = kind, lookups.sectors[kind]


def _set_named(after: Snapshot, values: Mapping[str, str], lookups: Lookups) -> None:
    if Content.PARENT in values:
        text = values[Content.PARENT]
        after["parent_id"] = _found(Content.PARENT, lookups.body, text) if text else None
    number, name = values.get(Content.CORPORATE_NUMBER, ""), values.get(Content.CORPORATION, "")
    if name and lookups.is_corporation(after["corporation_id"], number, name):
        return
    if number in lookups.corporations:
        after["corporation_id"] = lookups.corporations[number]
    elif number and not name:
        raise LineRefused(
            Content.CORPORATE_NUMBER, "はじめての法人番号です。法人の名前の列も書いてください。"
        )
    elif not number and fold(name) in lookups.named_corporations:
        after["corporation_id"] = lookups.named_corporations[fold(name)]
    elif name:
        after["corporation_id"], after[NEW_CORPORATION] = None, [number, name]
    elif Content.CORPORATE_NUMBER in values and Content.CORPORATION in values:
        after["corporation_id"] = None


def _set_place(after: Snapshot, values: Mapping[str, str], lookups: Lookups) -> None:
    """Set address and municipality; an address that moves takes its municipality along."""
    moved = values.get(Content.ADDRESS, after["address"])
    has_moved, after["address"] = moved != after["address"], moved
    if Content.MUNICIPALITY in values:
        text = values[Content.MUNICIPALITY]
        after["municipality_id"] = _found(Content.MUNICIPALITY, lookups.place, text) if text else None
    elif has_moved and moved:
        after["municipality_id"] = lookups.place_of(moved) or after["municipality_id"]


def _found(content: Content, ask: Any, text: str) -> Any:
    try:
        return ask(text)
    except NotFound as missing:
        raise LineRefused(content, str(missing)) from None
