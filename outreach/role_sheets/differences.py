"""What differs between two contents of a sheet, and what comes of two people's changes to one.

Pure functions of flat content (`content.py`). Putting together works at two heights: an item that somebody
took away and an item that somebody wrote on can not both be had, and neither can two texts under one key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .content import Content, field_of, item_of, kind_of, said, whole

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """One text that is not the same; an empty one is not there."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Conflict:
    """Something that two people changed in two ways: one text (`key` of a text), or an item (`key` of one).

    Of an item that one took away, the words of whoever wrote on it stand on their side; the other is None.
    """

    key: str
    base: str
    mine: str | None
    theirs: str | None


@dataclass(frozen=True)
class Merged:
    """What two people's changes make together. It counts when `conflicts` is empty.

    `taken_over` are the keys that the other one changed and that are in it.
    """

    content: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    taken_over: tuple[str, ...]


def differences(before: Content, after: Content) -> list[Difference]:
    """Return every text that is not the same in both, by key; places of rows and columns as well."""
    return [
        Difference(key, before.get(key, ""), after.get(key, ""))
        for key in sorted(before.keys() | after.keys())
        if before.get(key, "") != after.get(key, "")
    ]


def merged(base: Content, mine: Content, theirs: Content, chosen: Mapping[str, str] | None = None) -> Merged:
    """Return what comes of two people's changes to `base`; `chosen` says whose stands, by key of a conflict.

    Only one changed it: that stands. Both changed it to the same: that. Both to different things: a conflict
    until somebody chooses. Where a row, column or line stands is no conflict: the later of the two decides.
    """
    chosen = chosen or {}
    base, mine, theirs = whole(base), whole(mine), whole(theirs)
    stays, conflicts = _items(base, mine, theirs, chosen)
    found: dict[str, str] = {}
    for key in sorted(mine.keys() | theirs.keys()):
        holder = _holder(item_of(key), mine, theirs)
        if not all(stays.get(each, True) for each in _owners(item_of(key))):
            continue
        if holder is not None:
            found[key] = holder.get(key, "")
            continue
        text, conflict = _text(key, base, mine, theirs, chosen)
        found[key] = text
        conflicts += [conflict] if conflict else []
    content = whole(found)
    taken = [each.key for each in differences(mine, content) if content.get(each.key) == theirs.get(each.key)]
    return Merged(content, tuple(conflicts), tuple(taken))


def _items(
    base: Content, mine: Content, theirs: Content, chosen: Mapping[str, str]
) -> tuple[dict[str, bool], list[Conflict]]:
    """Return which of the items of `base` stay, and those that one took away and the other wrote on."""
    stays: dict[str, bool] = {}
    conflicts = []
    for item in sorted({item_of(key) for key in base} - {"head"}):
        if kind_of(item) == "cell":
            continue
        has_mine, has_theirs = _has(mine, item), _has(theirs, item)
        if has_mine == has_theirs:
            stays[item] = has_mine
            continue
        words = dict(_written_on(item, base, mine if has_mine else theirs))
        stays[item] = bool(words) and chosen.get(item) == (MINE if has_mine else THEIRS)
        if words and item not in chosen:
            text = "\n".join(said(key, each) for key, each in words.items()) or "（空にしました）"
            was = "\n".join(said(key, base[key]) for key in words if base.get(key))
            conflicts.append(Conflict(item, was, text if has_mine else None, None if has_mine else text))
    return stays, conflicts


def _written_on(item: str, base: Content, other: Content) -> Iterator[tuple[str, str]]:
    """Return the texts of an item, cells and rows that belong to it included, that are not as in `base`."""
    for key in sorted(base.keys() | other.keys()):
        belongs = item in _owners(item_of(key)) and field_of(key) != "place"
        if belongs and other.get(key, "") != base.get(key, ""):
            yield key, other.get(key, "")


def _owners(item: str) -> tuple[str, ...]:
    """Return the items without which this one can not be: itself, and row and column of a cell."""
    kind, *ids = item.split(".")
    if kind == "cell":
        return f"body.{ids[0]}", f"stage.{ids[1]}"
    return (item, f"table.{ids[0]}") if kind == "row" else (item,)


def _has(content: Content, item: str) -> bool:
    return f"{item}.place" in content


def _holder(item: str, mine: Content, theirs: Content) -> Content | None:
    """Return the one content in which an item stands alone; None when it stands in both."""
    owners = _owners(item) if item != "head" else ()
    in_mine = all(_has(mine, each) for each in owners)
    in_theirs = all(_has(theirs, each) for each in owners)
    if in_mine == in_theirs:
        return None
    return mine if in_mine else theirs


def _text(
    key: str, base: Content, mine: Content, theirs: Content, chosen: Mapping[str, str]
) -> tuple[str, Conflict | None]:
    was, ours, other = base.get(key, ""), mine.get(key, ""), theirs.get(key, "")
    if other in (ours, was):
        return ours, None
    if ours == was:
        return other, None
    if field_of(key) == "place":
        return ours, None
    if key in chosen:
        return (other if chosen[key] == THEIRS else ours), None
    return ours, Conflict(key, said(key, was), said(key, ours), said(key, other))
