"""Chapters as data: what a source told on one day, kept so that later changes do not reach it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from foundation.report_chapters import ChapterLink, ChapterRow, ChapterTable


def tables_as_data(tables: Sequence[ChapterTable]) -> list[dict[str, Any]]:
    """Return tables as JSON takes them; numbers as words, so that 90.0 stays 90.0."""
    return [vars(table) | {"rows": [_row_as_data(row) for row in table.rows]} for table in tables]


def tables_of(data: Sequence[dict[str, Any]]) -> list[ChapterTable]:
    return [ChapterTable(**each | {"rows": [_row_of(row) for row in each["rows"]]}) for each in data]


def links_as_data(links: Sequence[ChapterLink]) -> list[dict[str, Any]]:
    return [vars(link) | {"day": link.day.isoformat() if link.day else None} for link in links]


def links_of(data: Sequence[dict[str, Any]]) -> list[ChapterLink]:
    return [
        ChapterLink(**each | {"day": date.fromisoformat(each["day"]) if each["day"] else None})
        for each in data
    ]


def _row_as_data(row: ChapterRow) -> dict[str, Any]:
    return vars(row) | {"value": None if row.value is None else str(row.value)}


def _row_of(data: dict[str, Any]) -> ChapterRow:
    return ChapterRow(**data | {"value": None if data["value"] is None else Decimal(data["value"])})
