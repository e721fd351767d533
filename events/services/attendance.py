from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.enums import ApplicationState
from events.models import Participant, Session
from foundation.audit import chain


@transaction.atomic(durable=True)
def mark_attendance(*, session: Session, marks: Mapping[int, str], actor: User, now: datetime) -> int:
    """Write down who came, by participant id; an empty mark takes one back. Returns how many changed.

    Only people with a seat in this session can be marked; other ids are left alone.
    """
    people = Participant.objects.filter(
        session=session,
        cancelled_at__isnull=True,
        application__state=ApplicationState.CONFIRMED,
        pk__in=marks,
    )
    changed = [
        person for person in people.select_for_update(of=("self",)) if person.attendance != marks[person.pk]
    ]
    for person in changed:
        person.attendance = marks[person.pk]
        person.marked_at = now if person.attendance else None
    Participant.objects.bulk_update(changed, ["attendance", "marked_at"])
    if changed:
        fields = [f"participant:{person.pk}" for person in changed]
        chain.record("events.attendance_marked", actor=actor, subject=session, now=now, fields=fields)
    return len(changed)
