"""What an app tells of one fiscal year for the yearly report: tables as counted, and links.

`foundation.registry.report_chapters` lists the sources. Counts are given as they are: the report decides
which of them are too small to be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ChapterRow:
    """One line of a table; no value means that nobody counted, `unit` stands instead of the table's."""

    label: str
    value: Decimal | int | None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class ChapterTable:
    """One table: what was counted, in which unit, where it comes from.

    `chart` is bar, stacked, line or none; a chart needs one unit for all rows.
    """

    caption: str
    rows: Sequence[ChapterRow]
    unit: str
    source: str
    finding: str = ""
    caution: str = ""
    adds_up: bool = False
    chart: str = "none"
    is_sample: bool = False


@dataclass(frozen=True)
class ChapterLink:
    """Something of that year to read on; with `page_id` its address is looked up when it is shown."""

    title: str
    day: date | None = None
    url: str = ""
    page_id: int | None = None


@dataclass(frozen=True)
class Chapter:
    """What one source has to say of a year; `order` places it among the others, `hint` helps who writes."""

    heading: str
    order: int
    tables: Sequence[ChapterTable] = ()
    links: Sequence[ChapterLink] = ()
    hint: str = ""
