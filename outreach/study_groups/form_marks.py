"""What forms are told of communities: the same sessions and people as the yearly report counts.

A year before the first plan says nothing, not 0, and neither does a session whose people nobody counted.
"""

from collections.abc import Collection, Iterable

from django.urls import reverse

from foundation.form_marks import Filled, Kind, Mark, Period, Row
from foundation.japanese.dates import short_date

from . import queries
from .enums import OPEN_KINDS, CommunityState
from .models import Community, YearPlan
from .queries import Held

COLUMNS = ("会", "開催数", "出席者数")


def community_marks() -> Iterable[Mark]:
    """Return the marks of what communities held in a fiscal year; committees are left out."""
    return (
        Mark("会.開催数", "会が、その年度に開いた回数（委員会はのぞく）", Kind.NUMBER, _held_count),
        Mark("会.出席者数", "会に出席した人の数（のべ。委員会はのぞく）", Kind.NUMBER, _people),
        Mark("会.一覧", "会ごとの、開いた回数と出席した人", Kind.TABLE, _list, COLUMNS),
    )


def _held(period: Period) -> list[tuple[Community, list[Held]]]:
    """Return what each open community with a plan held, the earliest first, also where it held nothing."""
    shown = queries.communities().filter(kind__in=OPEN_KINDS).exclude(state=CommunityState.PREPARING)
    lines = queries.lines_of_year(shown, period.fiscal_year, now=period.now)
    held = queries.held_of([line for theirs in lines.values() for line in theirs])
    return [
        (each, [one for one in reversed(held) if one.line.row.plan.community_id == each.pk]) for each in lines
    ]


def _is_on_record(period: Period) -> bool:
    """Return whether a community has planned this fiscal year or one before."""
    plans = YearPlan.objects.filter(community__kind__in=OPEN_KINDS)
    return plans.filter(fiscal_year__lte=period.fiscal_year).exists()


def _held_count(period: Period) -> Filled:
    rows = [_row(community, each, period) for community, theirs in _held(period) for each in theirs]
    return Filled(len(rows) if rows or _is_on_record(period) else None, trace=rows)


def _people(period: Period) -> Filled:
    held = _held(period)
    rows = [_row(community, each, period, _words(each)) for community, theirs in held for each in theirs]
    everything = [each for _, theirs in held for each in theirs]
    return Filled(_came(everything) if everything or _is_on_record(period) else None, trace=rows)


def _list(period: Period) -> Filled:
    held = _held(period)
    rows = [(each.name, len(theirs), _came(theirs)) for each, theirs in held]
    trace = [(f"{each.name}の年間計画", _plan(each, period)) for each, _ in held]
    return Filled(rows=rows, trace=trace)


def _is_counted(held: Held) -> bool:
    return bool(held.kinds) or held.line.came is not None


def _came(held: Collection[Held]) -> int | None:
    """Return how many people came, or None where sessions were held and nobody counted in any of them."""
    counted = [each.people for each in held if _is_counted(each)]
    return sum(counted) if counted or not held else None


def _words(held: Held) -> str:
    return held.words if _is_counted(held) or held.agencies is not None else "出席の記録なし"


def _row(community: Community, held: Held, period: Period, more: str = "") -> Row:
    day = short_date(held.line.day) if held.line.day else ""
    words = "　".join(filter(None, (day, community.name, held.line.row.theme, more)))
    return words, _plan(community, period)


def _plan(community: Community, period: Period) -> str:
    return reverse("study_groups:plan", args=[community.slug, period.fiscal_year])
