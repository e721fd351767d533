"""Who came to meetings long ago, left the room, held papers or answered a poll is forgotten; counts stay."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit, limits
from outreach.study_groups.meetings.limits import ANSWERS_KEPT, COPIES_KEPT, PEOPLE_KEPT, RECUSALS_KEPT
from outreach.study_groups.meetings.models import (
    Absence,
    Attendance,
    Copy,
    Meeting,
    MinutesComment,
    PollAnswer,
    Recusal,
)

# Stands in the place of whom a copy was handed to.
FORGOTTEN = "（記録を消しました）"


@transaction.atomic(durable=True)
def forget_people(*, now: datetime) -> int:
    """Forget whose time to be kept is over; return how many rows.

    Rows of attendance stay without their person: how many came of which body is counted from them.
    """
    today = timezone.localdate(now)
    kept = limits(PEOPLE_KEPT, COPIES_KEPT, ANSWERS_KEPT, on=today)
    people, copies, answers = (
        today - timedelta(days=kept[key]) for key in (PEOPLE_KEPT, COPIES_KEPT, ANSWERS_KEPT)
    )
    there = Attendance.objects.filter(_before(people, "meeting", "recorded_at"), person__isnull=False)
    said = PollAnswer.objects.filter(_before(answers, "option__poll__meeting", "option__starts_at"))
    away = Absence.objects.filter(told_at__date__lt=answers)
    gone = {
        "attendance": there.update(person=None),
        "copies": _copies(copies),
        "answers": said.delete()[0],
        "absences": away.delete()[0],
        "comments": MinutesComment.objects.filter(written_at__date__lt=people).delete()[0],
    }
    count = sum(gone.values())
    first = Meeting.objects.order_by("pk").first()
    if count and first is not None:
        fields = [f"{name}:{rows}" for name, rows in gone.items()]
        chain.record("group_meetings.forgotten", actor=None, subject=first, now=now, fields=fields)
    return count


def _before(day: date, meeting: str, otherwise: str) -> Q:
    """Return what belongs to a meeting held before a day; to one never held, by another moment."""
    held = f"{meeting}__held_on"
    return Q(**{f"{held}__lt": day}) | Q(**{f"{held}__isnull": True, f"{otherwise}__date__lt": day})


def _copies(day: date) -> int:
    """Forget to whom copies went that came back, were shredded or got lost before a day."""
    over = Q(shredded_on__lt=day) | Q(lost_on__lt=day) | Q(shredded_on__isnull=True, returned_on__lt=day)
    known = Q(person__isnull=False) | ~Q(holder__in=["", FORGOTTEN])
    return Copy.objects.filter(over, known).update(person=None, holder=FORGOTTEN)


@transaction.atomic(durable=True)
def forget_recusals(*, now: datetime) -> int:
    """Delete who left the room so long ago; return how many rows."""
    until = now - timedelta(days=limit(RECUSALS_KEPT, on=timezone.localdate(now)))
    old = Recusal.objects.filter(recorded_at__lt=until)
    first, count = old.first(), old.count()
    if first is not None:
        fields = [f"recusals:{count}"]
        chain.record("group_meetings.forgotten", actor=None, subject=first, now=now, fields=fields)
        old.delete()
    return count
