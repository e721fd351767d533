"""What is typed into the builder's form becomes content; rows and columns are added, moved and taken out.

Nothing here is saved: the form is drawn again with what was done to it.
"""

from collections.abc import Mapping

from foundation.japanese.text import clean_line, clean_text

from .content import (
    DEPTH,
    FIELDS,
    LONGEST,
    MOST,
    Content,
    field_of,
    ids_of,
    is_key,
    item_of,
    kind_of,
    whole,
    within_reach,
)
from .enums import Level
from .naming import new_id

# Fields that hold several lines.
SEVERAL_LINES = frozenset(LONGEST) - {("head", "lead")}
# What a form sends beside texts.
CHOSEN = "chosen."

type Words = dict[str, str]


def typed_content(typed: Mapping[str, str]) -> Words:
    """Return the content that a form was sent with, cleaned; whatever else was sent is left."""
    known = within_reach({key: text for key, text in typed.items() if is_key(key)})
    return whole({key: _clean(key, text) for key, text in known.items()})


def choices(typed: Mapping[str, str]) -> dict[str, str]:
    """Return whose words stand, by key of a conflict, as the page of conflicts sent it."""
    return {key.removeprefix(CHOSEN): value for key, value in typed.items() if key.startswith(CHOSEN)}


def done_to(content: Content, deed: str) -> Words:
    """Return the content after a deed of the form: `add.<kind>`, `add.row.<table>`, `remove|up|down.<item>`.

    Anything else changes nothing.
    """
    verb, _, rest = deed.partition(".")
    kind, _, ids = rest.partition(".")
    if kind not in FIELDS or kind in ("head", "cell"):
        return dict(content)
    if verb == "add":
        return _added(content, kind, ids)
    if not is_deed(content, deed):
        return dict(content)
    if verb == "remove":
        return whole({key: text for key, text in content.items() if item_of(key) != rest})
    return _moved(content, rest, -1 if verb == "up" else 1)


def is_deed(content: Content, deed: str) -> bool:
    """Return whether a deed is done to an item that stands there; adding one is not among these."""
    verb, _, item = deed.partition(".")
    if verb not in ("remove", "up", "down") or item.partition(".")[0] in ("head", "cell"):
        return False
    return item in {item_of(key) for key in content}


def may_add(content: Content, kind: str) -> bool:
    """Return whether one more of a kind goes on the sheet."""
    return len(ids_of(content, kind)) < MOST[kind]


def _added(content: Content, kind: str, above: str) -> Words:
    if kind == "row" and f"table.{above}.place" not in content:
        return dict(content)
    if DEPTH.get(kind, 1) == 1 and not may_add(content, kind):
        return dict(content)
    item = f"{kind}.{above}.{new_id()}" if kind == "row" else f"{kind}.{new_id()}"
    last = max((int(content[f"{kind}.{each}.place"] or 0) for each in ids_of(content, kind)), default=0)
    new = {f"{item}.place": str(last + 1)}
    if kind == "body":
        new[f"{item}.level"] = str(Level.PRIVATE)
    return whole({**content, **new})


def _moved(content: Content, item: str, by: int) -> Words:
    """Return the content with an item one place up or down, all of its kind numbered anew from one."""
    kind = kind_of(f"{item}.place")
    order = [f"{kind}.{each}" for each in ids_of(content, kind)]
    if kind == "row":
        order = [each for each in order if each.split(".")[1] == item.split(".")[1]]
    at = order.index(item)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return {**content} | {f"{each}.place": str(place) for place, each in enumerate(order, start=1)}


def _clean(key: str, text: str) -> str:
    if field_of(key) == "place":
        return text if text.isascii() and text.isdigit() and len(text) <= 4 else "0"  # noqa: PLR2004 -- digits
    return clean_text(text) if (kind_of(key), field_of(key)) in SEVERAL_LINES else clean_line(text)
