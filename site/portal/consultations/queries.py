"""Reads for the list, the start page and the counts of a year."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Choices, Count, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from foundation.exports.fiscal_months import Cells, CountTable, rows_of

from .enums import AskerKind, Outcome, TalkState, TalkWay, Theme
from .models import Consultation

type Talks = QuerySet[Consultation]


def talks_of(talks: Talks, fiscal_year: int, month: int | None = None) -> Talks:
    """Return the talks of a fiscal year, or of one of its months, for a list: the latest first."""
    found = talks.filter(day__gte=date(fiscal_year, 4, 1), day__lt=date(fiscal_year + 1, 4, 1))
    if month is not None:
        found = found.filter(day__month=month)
    return found.select_related("municipality", "recorded_by__person")


def open_talks(talks: Talks) -> Talks:
    """Return the talks after which somebody has to act, the oldest first, of whatever year."""
    waiting = talks.filter(state=TalkState.OPEN).order_by("day", "id")
    return waiting.select_related("municipality", "recorded_by__person")


def year_counts(talks: Talks, fiscal_year: int) -> list[CountTable]:
    """Return the tables of a fiscal year. Small numbers stand as they are.

    An answer to a message counts as one talk. Taken in one reading, so the tables agree with each other.
    """
    months = talks_of(talks, fiscal_year).select_related(None).order_by()
    groups = months.annotate(month=ExtractMonth("day")).values(
        "asker_kind", "theme", "way", "outcome", "month"
    )
    counted_groups = groups.annotate(minutes_in_all=Sum("minutes"), talks_in_all=Count("id"))
    grouped: list[dict[str, Any]] = [dict(group) for group in counted_groups]

    def cells(name: str, amount: str = "talks_in_all") -> Cells[str]:
        counted: Counter[tuple[str, int]] = Counter()
        for group in grouped:
            counted[group[name], group["month"]] += group[amount]
        return counted

    parts: tuple[tuple[str, str, type[Choices], Cells[str]], ...] = (
        ("相談（件）", "どなたから", AskerKind, cells("asker_kind")),
        ("おもな内容（件）", "内容", Theme, cells("theme")),
        ("方法（件）", "方法", TalkWay, cells("way")),
        ("結果（件）", "結果", Outcome, cells("outcome")),
        ("相談の時間（分）", "どなたから", AskerKind, cells("asker_kind", "minutes_in_all")),
    )
    return [
        CountTable(title, heading, rows_of(choices.choices, counted))
        for title, heading, choices, counted in parts
    ]


def facts_of(consultation: Consultation) -> dict[str, Any]:
    """Return what the form of a talk shows of it."""
    names = ("day", "asker_kind", "way", "theme", "outcome", "minutes")
    return {name: getattr(consultation, name) for name in names} | {
        "municipality": consultation.municipality_id
    }
