"""Reads of 合同支援会議: what was decided, and the day of the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from handoff.machine.models import Handoff

from .enums import MeetingState
from .models import Decision, SupportMeeting


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """One decision with what lies sealed in it."""

    row: Decision
    what: str
    owner: str


def decisions_of(meetings: Iterable[SupportMeeting]) -> list[DecisionLine]:
    """Return what these meetings decided, each in its order. One query."""
    known = {each.pk: each for each in meetings}
    rows = Decision.objects.filter(meeting__in=known, dropped_at=None).select_related("done_by__person")
    found = []
    for row in rows.order_by("meeting__starts_at", "meeting_id", "position"):
        row.meeting = known[row.meeting_id]
        texts = row.unseal_data("contents")
        assert isinstance(texts, dict), "texts lie under names"
        found.append(DecisionLine(row=row, what=texts["what"], owner=texts.get("owner", "")))
    return found


def next_day_of(handoff: Handoff, *, today: date) -> date | None:
    """Return the next day on which both sides agreed to meet, if none is called for it yet."""
    days = handoff.meetings.filter(next_on__gte=today).order_by("next_on").values_list("next_on", flat=True)
    called = SupportMeeting.objects.filter(handoff=handoff, state=MeetingState.CALLED)
    taken = {timezone.localdate(each) for each in called.values_list("starts_at", flat=True)}
    return next((day for day in days if day not in taken), None)
