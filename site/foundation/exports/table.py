"""One list as both exports need it: headings, kinds of columns, rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

type Cell = str | int | float | Decimal | date | datetime | None
type ColumnKind = Literal["text", "number", "date", "datetime", "phone", "code"]

_TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Column:
    """A column; `code` is for numbers that are names (法人番号), `width` counts half-width characters."""

    heading: str
    kind: ColumnKind = "text"
    width: int = 16


@dataclass(frozen=True)
class Table:
    """A list to hand out. Raises ValueError without columns or when a row has more or fewer cells."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("表の列の数と行の項目の数が合いません。")


@dataclass(frozen=True)
class LongTable:
    """A list that is written while it is read, so that no length of it fills the memory.

    Writers raise ValueError when a row has more or fewer cells.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]


def local(value: Cell) -> Cell:
    """Return an aware datetime as the clock in Japan shows it, without its zone; any other cell as it is."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(_TOKYO).replace(tzinfo=None)
    return value
