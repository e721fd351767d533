"""Reads for the register of what binds receivers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from handoff.disclosure.enums import SafeguardKind
from handoff.endings import words_left

from .models import Confirmers, EndingNotice, Safeguard
from .rules import CONFIRMERS, TOLD_BEFORE

# Days before its end on which an agreement is shown as ending soon.
SOON_DAYS = max(TOLD_BEFORE)


@dataclass(frozen=True, kw_only=True)
class SafeguardLine:
    """One row of the register: how it stands today."""

    safeguard: Safeguard
    word: str
    kind: str

    @property
    def is_over(self) -> bool:
        return self.kind == "ended"


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A safeguard that ends soon, and how many days are left; 0 on its last day."""

    safeguard: Safeguard
    left: int

    @property
    def words(self) -> str:
        return words_left(self.left)


def endings_of(safeguards: Iterable[Safeguard], *, today: date) -> list[Ending]:
    """Return which of these end soon without another one that goes on, the soonest first. No query."""
    rows = list(safeguards)
    counting = [row for row in rows if row.confirmed_at is not None and row.ended_on is None]
    found = [
        Ending(safeguard=row, left=(row.until - today).days)
        for row in counting
        if row.until is not None and not any(_goes_on(other, row) for other in counting)
    ]
    return sorted((each for each in found if 0 <= each.left <= SOON_DAYS), key=lambda each: each.left)


def _goes_on(other: Safeguard, row: Safeguard) -> bool:
    """Return whether another one binds the same receiver to no less, and ends later."""
    assert row.until is not None
    return (
        (other.agency_id, other.only_for) == (row.agency_id, row.only_for)
        and set(row.covers) <= set(other.covers)
        and (other.until is None or other.until > row.until)
    )


def all_confirmers() -> dict[SafeguardKind, frozenset[str]]:
    """Return for each kind the roles that may confirm it today. One query."""
    settled = dict(Confirmers.objects.values_list("kind", "roles"))
    return {kind: frozenset(settled.get(kind) or CONFIRMERS[kind]) for kind in SafeguardKind}


def told_of(safeguards: Iterable[Safeguard]) -> set[tuple[object, int]]:
    """Return of which safeguard and which step somebody was told already. One query."""
    ids = [row.pk for row in safeguards]
    return set(EndingNotice.objects.filter(safeguard__in=ids).values_list("safeguard", "days_before"))


def lines_of(safeguards: QuerySet[Safeguard], *, today: date) -> list[SafeguardLine]:
    """Return the register, what stands before what is over. One query."""
    rows = safeguards.select_related("agency").order_by("agency__name", "-since")
    lines = [_line(row, today) for row in rows]
    return sorted(lines, key=lambda line: line.is_over)


def _line(row: Safeguard, today: date) -> SafeguardLine:
    if row.ended_on is not None or (row.until is not None and row.until < today):
        return SafeguardLine(safeguard=row, word="終わりました", kind="ended")
    if row.confirmed_at is None:
        return SafeguardLine(safeguard=row, word="確かめるのを待っています", kind="turn")
    if row.suspended_at is not None:
        return SafeguardLine(safeguard=row, word="止めています", kind="error")
    if row.since > today:
        return SafeguardLine(safeguard=row, word="まだ始まっていません", kind="wait")
    left = (row.until - today).days if row.until else None
    if left is not None and left <= SOON_DAYS:
        return SafeguardLine(safeguard=row, word=f"{words_left(left)}で終わります", kind="wait")
    return SafeguardLine(safeguard=row, word="使えます", kind="done")
