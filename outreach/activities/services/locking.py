"""A manager locks a fiscal year as it is reported, or unlocks it with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from outreach.activities import queries
from outreach.activities.exceptions import ActivityRefused
from outreach.activities.models import LockedActivity, YearLock
from outreach.activities.rules import may_lock

from .pulling import lock_year_in_transaction
from .writing import insist


@transaction.atomic(durable=True)
def lock(*, year: int, actor: User, now: datetime) -> YearLock:
    """Keep what a fiscal year counts as it is now, with names, sectors and areas. Raises ActivityRefused."""
    lock_year_in_transaction(year)
    today = timezone.localdate(now)
    if queries.is_locked(year):
        raise ActivityRefused("この年度は、もう確定しています。")
    over = queries.year_is_over(year, today=today)
    insist(may_lock(queries.states_of(year, today=today), year_is_over=over))
    made = YearLock.objects.create(fiscal_year=year, locked_at=now, locked_by=actor)
    LockedActivity.objects.bulk_create(
        LockedActivity(lock=made, activity_id=each.key, facts=each.as_facts())
        for each in queries.counted_now(year, today=today)
    )
    chain.record("activities.year_locked", actor=actor, subject=made, now=now, fields=["locked_at"])
    return made


@transaction.atomic(durable=True)
def unlock(*, year: int, because: str, actor: User, now: datetime) -> None:
    """Open a locked year again; what was reported stays to be compared. Raises ActivityRefused."""
    lock_year_in_transaction(year)
    found = queries.running_lock(year)
    if found is None:
        raise ActivityRefused("この年度は、確定していません。")
    if not because:
        raise ActivityRefused("わけを書いてください。")
    found.unlocked_at, found.unlocked_by, found.unlocked_because = now, actor, because
    found.save(update_fields=["unlocked_at", "unlocked_by", "unlocked_because"])
    chain.record("activities.year_unlocked", actor=actor, subject=found, now=now, fields=["unlocked_because"])
