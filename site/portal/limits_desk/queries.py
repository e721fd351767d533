"""Reads of limits as the desk and the public page show them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from foundation.japanese.dates import long_date
from foundation.limits.declared import Limit
from foundation.limits.enums import Kind
from foundation.limits.models import LimitValue
from foundation.limits.queries import Standing, history, standings
from foundation.registry import retention_classes
from foundation.retention import Retention

from .enums import Phase


@dataclass(frozen=True)
class DeskRow:
    """One limit in the list: how it stands, and what it will be next, if that is known."""

    standing: Standing
    next_text: str
    next_day: date | None


@dataclass(frozen=True)
class HistoryRow:
    """One value of a limit with its first and last day, where it has them."""

    text: str
    phase: Phase
    first_day: date | None
    last_day: date | None
    source: str
    note: str
    set_by: str
    set_on: date | None
    pk: int | None

    @property
    def can_be_withdrawn(self) -> bool:
        return self.phase == Phase.COMING


@dataclass(frozen=True)
class KeptRow:
    """What the public is told of one class of records."""

    retention: Retention
    standing: Standing


def rows_by_kind(today: date) -> list[tuple[Kind, list[DeskRow]]]:
    """Return every declared limit under what happens at it, in two queries."""
    coming = {
        each.key: each for each in LimitValue.objects.filter(valid_from__gt=today).order_by("-valid_from")
    }
    rows = [_desk_row(each, coming.get(each.limit.key)) for each in standings(today).values()]
    found = [(kind, [row for row in rows if row.standing.limit.kind == kind]) for kind in Kind]
    return [(kind, listed) for kind, listed in found if listed]


def history_rows(limit: Limit, today: date) -> list[HistoryRow]:
    """Return all values of a limit, the latest first; the last one is what the code came with."""
    values = list(history(limit.key))
    begins = values[-1].valid_from if values else None
    first = HistoryRow(
        text=limit.text(limit.default),
        phase=Phase.COUNTING if begins is None or begins > today else Phase.OVER,
        first_day=None,
        last_day=_day_before(begins),
        source=limit.source,
        note="",
        set_by="はじめから入っている値",
        set_on=None,
        pk=None,
    )
    return [*(_history_row(limit, each, today) for each in values), first]


def values_in_words(rows: list[HistoryRow]) -> str:
    """Return the values of a limit in one line: 30日（令和8年4月1日から）、20日（はじめから）"""
    return "、".join(
        f"{row.text}（{long_date(row.first_day)}から）" if row.first_day else f"{row.text}（はじめから）"
        for row in rows
    )


def kept_rows(standing: dict[str, Standing]) -> list[KeptRow]:
    """Return what is kept for how long, as the apps say."""
    return [KeptRow(each, standing[each.limit]) for source in retention_classes for each in source()]


def _desk_row(standing: Standing, coming: LimitValue | None) -> DeskRow:
    if coming is None:
        return DeskRow(standing, "", None)
    return DeskRow(standing, standing.limit.text(coming.value), coming.valid_from)


def _history_row(limit: Limit, value: LimitValue, today: date) -> HistoryRow:
    phase = Phase.COUNTING if value.counts_on(today) else Phase.OVER
    return HistoryRow(
        text=limit.text(value.value),
        phase=Phase.COMING if value.valid_from > today else phase,
        first_day=value.valid_from,
        last_day=_day_before(value.valid_to),
        source=value.source,
        note=value.note,
        set_by=str(value.set_by),
        set_on=timezone.localdate(value.set_at),
        pk=value.pk,
    )


def _day_before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None
