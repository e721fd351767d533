"""What waits for somebody of 合同支援会議: their day, minutes to confirm, and what was decided."""

from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from handoff.actors import Actor
from handoff.machine.enums import Side
from handoff.machine.rules import ON_BEHALF
from handoff.waiting import Waiting

from .access import meetings_for
from .enums import MeetingState
from .models import SupportMeeting
from .rules import MINUTED


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return meetings whose day has come, minutes to confirm, decisions that are due. Two queries."""
    rows = meetings_for(actor, today=today)
    return [*_meetings(rows, today=today), *_decisions(rows, today=today)]


def _sides(meeting: SupportMeeting) -> frozenset[Side]:
    """Return for which sides somebody acts, from what `meetings_for` knows."""
    if not meeting.is_given:  # type: ignore[attr-defined]  # -- annotated
        return frozenset({Side.RECEIVER})
    # The asking side answers for a receiver on paper; both where somebody stands on both.
    if meeting.handoff.way_of in ON_BEHALF or meeting.is_told:  # type: ignore[attr-defined]  # -- annotated
        return frozenset(Side)
    return frozenset({Side.GIVER})


def _meetings(rows: QuerySet[SupportMeeting], *, today: date) -> list[Waiting]:
    tomorrow = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    due = Q(state=MeetingState.CALLED, starts_at__lt=tomorrow) | Q(state__in=MINUTED)
    found = []
    for row in rows.filter(due):
        if row.state == MeetingState.CALLED:
            words, moment = "合同支援会議の日です。終わったら、議事録を書いてください", row.starts_at
        elif row.state == MeetingState.SENT_BACK:
            if row.minuted_side not in _sides(row):
                continue
            words, moment = "合同支援会議の議事録がもどりました。直してください", row.changed_at
        elif _sides(row) - {row.minuted_side}:
            words, moment = "合同支援会議の議事録を、確かめてください", row.minuted_at or row.starts_at
        else:
            continue
        found.append(_waiting(row, words, timezone.localdate(moment)))
    return found


def _decisions(rows: QuerySet[SupportMeeting], *, today: date) -> list[Waiting]:
    """Return what is due by meeting: a decision and its meeting are read as one."""
    open_now = Q(decisions__dropped_at=None, decisions__done_on=None, decisions__due_on__lte=today)
    due = rows.filter(open_now, state__in=(MeetingState.HELD, MeetingState.CONFIRMED))
    return [
        _waiting(row, "合同支援会議で決まったこと", row.due_day)
        for row in due.annotate(due_side=F("decisions__side"), due_day=F("decisions__due_on"))
        if row.due_side in _sides(row)
    ]


def _waiting(meeting: SupportMeeting, what: str, day: date) -> Waiting:
    return Waiting(
        day=day,
        what=what,
        reference=meeting.handoff.reference,
        address=reverse("handoff:support_meeting", args=[meeting.pk]),
    )
