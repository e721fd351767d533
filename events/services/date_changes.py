"""What became of a date is written down once, whoever brings it about."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from events.enums import ChangeKind
from events.models import DateChange, Session
from foundation.transactions import assert_in_transaction


def write_change_in_transaction(
    session: Session,
    kind: ChangeKind,
    reason: str,
    *,
    actor: User | None,
    now: datetime,
    decided_on: date | None = None,
    was: tuple[datetime, datetime] | None = None,
    starts_at: datetime | None = None,
) -> DateChange:
    """Write down what became of a date; `was` is its span before, where that has changed."""
    assert_in_transaction("write_change")
    begins, ends = was or (session.starts_at, session.ends_at)
    return DateChange.objects.create(
        session=session,
        kind=kind,
        reason=reason,
        decided_on=decided_on or timezone.localdate(now),
        was_starts_at=begins,
        was_ends_at=ends,
        starts_at=starts_at,
        by=actor,
        at=now,
    )
