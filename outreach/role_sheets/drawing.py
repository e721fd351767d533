"""The builder's form as its template draws it: items in their order, each text with its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .building import may_add
from .content import FIELDS, LISTS, Content, ids_of, kind_of
from .enums import Level, Part
from .queries import LINE_WORDS


@dataclass(frozen=True)
class Box:
    """One text of the builder: its key is the name of its field."""

    key: str
    text: str
    is_wrong: bool
    is_next: bool = False


@dataclass(frozen=True)
class Drawn:
    """One item of the builder with its texts, and what stands in it: cells of a row, years of a table."""

    item: str
    texts: Mapping[str, Box]
    within: Sequence["Drawn"] = ()
    title: str = ""

    @property
    def id(self) -> str:
        return self.item.split(".", 1)[1]


def drawn_form(content: Content, wrong: Mapping[str, str], following: str = "") -> dict[str, Any]:
    """Return rows, columns and lines of the builder's form; `wrong` are the keys that can not be kept.

    `following` is the key of the text that is written next.
    """

    def drawn(item: str, within: Sequence[Drawn] = (), title: str = "") -> Drawn:
        keys = {name: f"{item}.{name}" for name in FIELDS[kind_of(f"{item}.")]}
        texts = {
            name: Box(key, content.get(key, ""), key in wrong, key == following) for name, key in keys.items()
        }
        return Drawn(item, texts, within, title)

    stages, rows = ids_of(content, "stage"), ids_of(content, "row")
    cells = {
        body: [
            drawn(f"cell.{body}.{stage}", title=content.get(f"stage.{stage}.name", "")) for stage in stages
        ]
        for body in ids_of(content, "body")
    }
    return {
        "lead": drawn("head"),
        "stages": [drawn(f"stage.{each}") for each in stages],
        "bodies": [drawn(f"body.{body}", within) for body, within in cells.items()],
        "tables": [
            drawn(f"table.{each}", [drawn(f"row.{row}") for row in rows if row.split(".")[0] == each])
            for each in ids_of(content, "table")
        ],
        "lists": [
            (kind, LINE_WORDS[kind], [drawn(f"{kind}.{each}") for each in ids_of(content, kind)])
            for kind in LISTS
        ],
        "levels": Level.choices,
        "parts": Part.choices,
        "full": [
            kind for kind in FIELDS if kind not in ("head", "cell", "row") and not may_add(content, kind)
        ],
    }
