"""Reads for the register of what binds receivers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from .models import Safeguard

# Days before its end on which an agreement is shown as ending soon.
SOON_DAYS = 60


@dataclass(frozen=True, kw_only=True)
class SafeguardLine:
    """One row of the register: how it stands today."""

    safeguard: Safeguard
    word: str
    kind: str

    @property
    def is_over(self) -> bool:
        return self.kind == "ended"


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
        return SafeguardLine(safeguard=row, word=f"あと{left}日で終わります", kind="wait")
    return SafeguardLine(safeguard=row, word="使えます", kind="done")
