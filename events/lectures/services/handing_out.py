"""Papers with people's names and numbers leave the portal: never without a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.lectures.models import LectureRequest
from foundation.audit import chain


@transaction.atomic(durable=True)
def record_travel_taken(*, requests: Iterable[LectureRequest], actor: User, now: datetime) -> None:
    """Write down who took the travel list away, once for each request whose contact stands on it."""
    for request in requests:
        chain.record("events.lecture_travel_taken", actor=actor, subject=request, now=now)
