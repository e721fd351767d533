"""Who came when is forgotten some time after the day; how long they were there stays."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.attendance import queries, rules
from events.attendance.limits import TIMES_KEPT
from events.attendance.models import DoorFact, Group, KeptMinutes
from events.models import Participant, Session
from foundation.audit import chain
from foundation.limits.queries import limit


@transaction.atomic(durable=True)
def forget_old_times(*, now: datetime) -> int:
    """Forget times and groups of dates that were so long ago; returns of how many dates."""
    until = now - timedelta(days=limit(TIMES_KEPT, on=timezone.localdate(now)))
    with_facts = DoorFact.objects.values("participant__session")
    old = Session.objects.filter(ends_at__lte=until).select_related("event").order_by("id")
    sessions = list(old.filter(pk__in=with_facts) | old.filter(pk__in=Group.objects.values("session")))
    for session in sessions:
        # Locked as whoever types times locks them: a line written meanwhile is kept or refused, never lost.
        written = Participant.objects.filter(session=session, pk__in=DoorFact.objects.values("participant"))
        _keep_minutes(session, written.select_for_update(of=("self",)).order_by("pk"))
        DoorFact.objects.filter(participant__session=session).delete()
        Group.objects.filter(session=session).delete()
    for session in sessions:
        chain.record("attendance.times_forgotten", actor=None, subject=session, now=now)
    return len(sessions)


def _keep_minutes(session: Session, people: Iterable[Participant]) -> None:
    rule, spans = queries.rule_of(session.event), queries.spans_of(session)
    limits = rule.limits if rule else None
    facts = queries.facts_of([person.pk for person in people])
    KeptMinutes.objects.bulk_create(
        KeptMinutes(
            participant_id=pk,
            minutes=rules.minutes_together(lines, spans),
            was_on_time=rules.judge_all(lines, spans, limits),
        )
        for pk, lines in facts.items()
        if rules.stays(lines)
    )
