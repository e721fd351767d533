"""Who came: the one place where the mark of a participant is written."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.followers import attendance_followers
from events.models import Participant, Session
from foundation.audit import chain
from foundation.transactions import assert_in_transaction


@transaction.atomic(durable=True)
def mark_attendance(*, session: Session, marks: Mapping[int, str], actor: User, now: datetime) -> int:
    """Write down who came, by participant id; an empty mark takes one back. Returns how many changed.

    Only people with a seat in this session can be marked; other ids are left alone.
    """
    people = lock_seated_in_transaction(session, marks)
    changed = write_marks_in_transaction(people, marks, now=now)
    if changed:
        for follow in attendance_followers:
            follow(session=session, marks={pk: marks[pk] for pk in changed}, actor=actor, now=now)
        fields = [f"participant:{pk}" for pk in changed]
        chain.record("events.attendance_marked", actor=actor, subject=session, now=now, fields=fields)
    return len(changed)


def lock_seated_in_transaction(session: Session, wanted: Collection[int]) -> list[Participant]:
    """Lock and return those of these participants who have a seat in this session, always in one order."""
    assert_in_transaction("lock_seated")
    people = Participant.objects.seated().filter(session=session, pk__in=wanted)
    return list(people.select_for_update(of=("self",)).order_by("pk"))


def write_marks_in_transaction(
    people: Collection[Participant], marks: Mapping[int, str], *, now: datetime
) -> list[int]:
    """Write the marks of locked people; returns whose mark changed, by id."""
    assert_in_transaction("write_marks")
    changed = [person for person in people if person.attendance != marks[person.pk]]
    for person in changed:
        person.attendance = marks[person.pk]
        person.marked_at = now if person.attendance else None
    Participant.objects.bulk_update(changed, ["attendance", "marked_at"])
    return [person.pk for person in changed]
