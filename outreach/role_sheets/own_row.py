"""The row of a sheet's own municipality: it bears another name on each sheet and is the same place on all.

A sheet of the whole prefecture has no municipality (`place` is empty); its row says 市町村.
"""

from collections.abc import Collection
from typing import Final

from .content import Content, field_of, ids_of, item_of, kind_of
from .enums import Level

ANY_PLACE: Final = "市町村"


def own_row(content: Content, place: str) -> str:
    """Return the id of the row of municipality `place`, empty when no row is its own.

    That is the row of its very name, else the one that begins with it, else the one that says 市町村; of
    several none is.
    """
    rows = _municipal_rows(content)
    names = {row: content.get(f"body.{row}.name", "") for row in rows}
    found = [row for row in rows if place and names[row] == place]
    found = found or [row for row in rows if place and names[row].startswith(place)]
    found = found or [row for row in rows if names[row] == ANY_PLACE]
    return found[0] if len(found) == 1 else ""


def carried_over(content: Content, *, of: str, to: str) -> dict[str, str]:
    """Return the words of a sheet of municipality `of` for a sheet of `to`: its own row bears the new name.

    Whom to call in `of` is left out, since nobody there answers for `to`.
    """
    row = own_row(content, of) if of != to else ""
    if not row:
        return dict(content)
    name, offices, contact = (f"body.{row}.{field}" for field in ("name", "offices", "contact"))
    old, new = (of if of and of in content[name] else ANY_PLACE), to or ANY_PLACE
    return {
        **content,
        name: content[name].replace(old, new),
        offices: content.get(offices, "").replace(old, new),
        contact: "" if of else content.get(contact, ""),
    }


def names_of_others(
    content: Content, place: str, others: Collection[str], *, source: str = ""
) -> list[tuple[str, str]]:
    """Return where another municipality's name stands on the sheet of `place`, as key and name.

    Rows of the level 市町村 are looked at for each of `others`; `source`, the municipality from whose sheet
    this one was made, is looked for in every text.
    """
    if not place:
        return []
    rows = _municipal_rows(content)
    found = []
    for key, text in content.items():
        names = others if _is_of(key, rows) else [source]
        said = text.replace(place, "")
        found += [(key, name) for name in names if name and name != place and name in said]
    return sorted(found, key=lambda each: (kind_of(each[0]) != "body", each))


def _municipal_rows(content: Content) -> list[str]:
    return [row for row in ids_of(content, "body") if content.get(f"body.{row}.level") == Level.MUNICIPALITY]


def _is_of(key: str, rows: Collection[str]) -> bool:
    """Return whether a text stands in one of these rows."""
    return (
        kind_of(key) in ("body", "cell")
        and field_of(key) not in ("level", "place", "part")
        and item_of(key).split(".")[1] in rows
    )
