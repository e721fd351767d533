"""What forms are filled with: marks like 【研修.開催数】, each offered by the app that counts it.

An app registers a function () -> marks in `foundation.registry.form_marks`; whoever fills a form pulls. A
mark is asked only when a form bears it. A table gives its columns: 【研修.一覧.日】 stands in the row that is
repeated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from foundation.registry import form_marks

# None means that nothing is known; it is not the number 0.
type Value = int | Decimal | str | date | None
# The words of a row behind a number, and the address where it is looked at.
type Row = tuple[str, str]


class Kind(StrEnum):
    """What a mark becomes in a form."""

    NUMBER = "数"
    TEXT = "文字"
    DATE = "日付"
    TABLE = "表"


@dataclass(frozen=True)
class Period:
    """For which fiscal year a form is filled, and when."""

    fiscal_year: int
    now: datetime


@dataclass(frozen=True)
class Filled:
    """What a mark says of a period, and the rows behind it.

    Of a table `rows` has a value for each column, and `trace` one row for each of them, in the same order.
    """

    value: Value = None
    rows: Sequence[Sequence[Value]] = ()
    trace: Sequence[Row] = ()


@dataclass(frozen=True)
class Mark:
    """One mark: its name with a point in it, what it means, its kind, and what fills it.

    `columns` are those of a table, in the order of the values in its rows.
    """

    name: str
    words: str
    kind: Kind
    fill: Callable[[Period], Filled]
    columns: tuple[str, ...] = ()


def every_mark() -> dict[str, Mark]:
    """Return all marks by name. Raises ValueError when two apps offer the same one."""
    found: dict[str, Mark] = {}
    for source in form_marks:
        for mark in source():
            if mark.name in found:
                raise ValueError(f"{mark.name} is offered twice")
            found[mark.name] = mark
    return found
