"""How long receivers take to look and to answer, and why they say no: counts of a year, kept nowhere."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import Closures, business_days_between
from handoff.disclosure.enums import ReceiverCategory

from .enums import Deed, State
from .models import Handoff, Turn
from .reasons import DECLINE


@dataclass(frozen=True, kw_only=True)
class ReplyLine:
    """Requests to one kind of receiver; days are means of business days since the sending."""

    label: str
    sent: int
    accepted: int
    declined: int
    days_to_look: float | None
    days_to_answer: float | None


@dataclass(frozen=True, kw_only=True)
class Replies:
    """The table of a year, and the reasons for which something was declined, the commonest first."""

    lines: Sequence[ReplyLine]
    reasons: Sequence[tuple[str, int]]


def replies(handoffs: QuerySet[Handoff], span: tuple[datetime, datetime]) -> Replies:
    """Return how those of these hand-offs were answered that were sent within this time. Three queries."""
    rows = list(handoffs.filter(sent_at__gte=span[0], sent_at__lt=span[1]))
    declined = Turn.objects.filter(handoff__in=rows, deed=Deed.DECLINE).values_list("code", flat=True)
    closures = current_centre().hours.closures
    sent_to = {category: [row for row in rows if row.category == category] for category in ReceiverCategory}
    return Replies(
        lines=[_line(category.label, found, closures) for category, found in sent_to.items() if found],
        reasons=[(DECLINE[code], count) for code, count in Counter(declined).most_common()],
    )


def _line(label: str, rows: Sequence[Handoff], closures: Closures) -> ReplyLine:
    answered = [row.state == State.DECLINED for row in rows if row.decided_at is not None]
    return ReplyLine(
        label=label,
        sent=len(rows),
        accepted=answered.count(False),
        declined=answered.count(True),
        days_to_look=_mean_days(rows, lambda row: row.acknowledged_at, closures),
        days_to_answer=_mean_days(rows, lambda row: row.decided_at, closures),
    )


def _mean_days(
    rows: Sequence[Handoff], until: Callable[[Handoff], datetime | None], closures: Closures
) -> float | None:
    days = [
        business_days_between(timezone.localdate(row.sent_at), timezone.localdate(last), closures)
        for row in rows
        if (last := until(row)) is not None
    ]
    return round(sum(days) / len(days), 1) if days else None
