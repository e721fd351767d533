"""What the builder says after a deed where that leads, and how what was taken out comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .building import is_deed, typed_content
from .content import Content, ids_of, item_of, kind_of, without_marks

# How each kind of item is called, and the field that names it or is written first.
WORDS: Final = {
    "stage": "列",
    "body": "行",
    "note": "注",
    "issue": "課題",
    "policy": "方針",
    "table": "表",
    "row": "年度",
}
FIRST_FIELD: Final = {"stage": "name", "body": "name", "table": "title", "row": "label"}
# What a form sends to have back what was taken out, and the deed that does it.
TAKEN_OUT, UNDO = "taken_out.", "undo"
NOT_SAVED = "まだ保存していません。"


@dataclass(frozen=True)
class Deed:
    """What was done: `at` the item to look at, or the kind of which none is left.

    `key` is the text to write next, `taken_out` are the texts that went, by key.
    """

    words: str
    at: str
    key: str = ""
    taken_out: Mapping[str, str] = field(default_factory=dict)


def told(before: Content, after: Content, deed: str) -> Deed | None:
    """Return what to say after a deed that was done to `before`; None when it was none."""
    verb, _, item = deed.partition(".")
    if verb in (UNDO, "add"):
        new = _new(before, after)
        if not new:
            return None
        return _added(new) if verb == "add" else Deed(f"{_name(after, new)}をもどしました。{NOT_SAVED}", new)
    if not is_deed(before, deed):
        return None
    if verb == "remove":
        return _removed(before, after, item)
    at, kind = _siblings(after, item).index(item) + 1, kind_of(item)
    counted = WORDS[kind] if kind in ("stage", "body") else "つ"
    if before == after or _siblings(before, item) == _siblings(after, item):
        return Deed(f"{_name(after, item)}は、もう端にあります。", item)
    return Deed(f"{_name(after, item)}を動かしました。いま{at}{counted}目です。{NOT_SAVED}", item)


def put_back(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the content that a form was sent with, and with it what was taken out before."""
    sent = {key.removeprefix(TAKEN_OUT): text for key, text in typed.items() if key.startswith(TAKEN_OUT)}
    return typed_content({**sent, **typed})


def _new(before: Content, after: Content) -> str:
    """Return what came, without its cells and years; empty when nothing did."""
    found = {item_of(key) for key in after} - {item_of(key) for key in before}
    return min(found, key=lambda each: (kind_of(each) in ("cell", "row"), each), default="")


def _added(item: str) -> Deed:
    kind = kind_of(item)
    return Deed(f"{WORDS[kind]}を足しました。{NOT_SAVED}", item, f"{item}.{FIRST_FIELD.get(kind, 'text')}")


def _removed(before: Content, after: Content, item: str) -> Deed:
    """Return what to say of an item that went, and what now stands in its place, else before it."""
    was, left = _siblings(before, item), _siblings(after, item)
    place = min(was.index(item), len(left) - 1)
    kind, *ids = item.split(".")
    at = left[place] if left else (f"table.{ids[0]}" if kind == "row" else kind)
    gone = {key: text for key, text in before.items() if key not in after}
    words = len(without_marks({key: text for key, text in gone.items() if key.endswith(".text")}))
    told_of = f"書いてあった{words}か所も、はずれました。" if kind in ("body", "stage") and words else ""
    return Deed(f"{_name(before, item)}をはずしました。{told_of}{NOT_SAVED}", at, taken_out=gone)


def _siblings(content: Content, item: str) -> list[str]:
    """Return the items among which this one stands, in their order."""
    kind, *ids = item.split(".")
    every = [f"{kind}.{each}" for each in ids_of(content, kind)]
    return [each for each in every if each.split(".")[1] == ids[0]] if kind == "row" else every


def _name(content: Content, item: str) -> str:
    """Return the word of an item's kind with its own name, where it has one."""
    kind = kind_of(item)
    name = content.get(f"{item}.{FIRST_FIELD[kind]}", "") if kind in FIRST_FIELD else ""
    return f"{WORDS[kind]}「{name}」" if name else WORDS[kind]
