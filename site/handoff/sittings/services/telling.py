"""Mail of this room: it says that something waits, and nothing of what."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from foundation.transactions import assert_in_transaction
from handoff import waiting_mail
from handoff.actors import LEADING
from handoff.models import Enrolment


def tell_in_transaction(people: Iterable[int], *, cause: str, now: datetime) -> int:
    """Queue a mail to each of these people who has an account and may come in today; returns how many.

    The same cause is told to nobody twice.
    """
    assert_in_transaction(cause)
    found = waiting_mail.reachable(people, now=now)
    for person in found:
        waiting_mail.tell_in_transaction(person, cause=cause, now=now)
    return len(found)


def leads_of_centre(*, now: datetime) -> set[int]:
    """Return the people who lead the centre today."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=None, role__in=LEADING)
    return set(standing.values_list("person_id", flat=True))
