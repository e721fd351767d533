"""Verbs of limits. What has counted stays as it was; a new value counts from its first day on."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from foundation.audit import chain
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction

from . import rules
from .declared import declared
from .exceptions import LimitRefused
from .models import LimitValue


@transaction.atomic(durable=True)
def set_limit(
    *, key: str, value: int, first_day: date, source: str, note: str = "", actor: Model, now: datetime
) -> LimitValue:
    """Let a limit have this value from `first_day` on; the value before ends there.

    Public pages say so at once. Raises UnknownLimit, and LimitRefused when the number is out of bounds, the
    day is over, or a later value is there.
    """
    limit = declared(key)
    _lock(key)
    known = list(LimitValue.objects.filter(key=key))
    _ask(
        rules.may_set(
            limit, value, first_day, begun=[each.valid_from for each in known], today=timezone.localdate(now)
        )
    )
    before = next((each for each in known if each.counts_on(first_day)), None)
    if before is not None:
        before.valid_to = first_day
        before.save(update_fields=["valid_to"])
    new = LimitValue.objects.create(
        key=key, value=value, valid_from=first_day, source=source, note=note, set_by_id=actor.pk, set_at=now
    )
    clear_public_pages_in_transaction()
    chain.record("limits.limit_set", actor=actor, subject=new, now=now, fields=[key])
    return new


@transaction.atomic(durable=True)
def withdraw_limit(*, key: str, value_id: int, actor: Model, now: datetime) -> bool:
    """Take back a value that does not count yet; the one before goes on. Returns whether it was still there.

    Raises LimitRefused when it has begun to count.
    """
    _lock(key)
    found = LimitValue.objects.filter(pk=value_id, key=key).first()
    if found is None:
        return False
    _ask(rules.may_withdraw(found.valid_from, timezone.localdate(now)))
    LimitValue.objects.filter(pk=value_id).delete()
    before = LimitValue.objects.filter(key=key, valid_to=found.valid_from)
    before.update(valid_to=found.valid_to)
    clear_public_pages_in_transaction()
    chain.record("limits.limit_withdrawn", actor=actor, subject=found, now=now, fields=[key])
    return True


def _lock(key: str) -> None:
    """Let whoever else sets this limit wait: the first value of a limit has no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"limits:{key}"])


def _ask(decision: Decision) -> None:
    if not decision.allowed:
        raise LimitRefused(decision.reason)
