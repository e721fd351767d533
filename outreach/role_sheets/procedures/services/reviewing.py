"""What guides and gaps say is checked again: by one press, and by whoever writes them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.reviewed import Reviewed
from content.search.services import index_in_transaction
from content.services import RecordIsGone, store_in_transaction
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from outreach.role_sheets.procedures.limits import GAP_REVIEW_HOLDS, REVIEW_HOLDS
from outreach.role_sheets.procedures.models import Gap, PreventionPlan
from outreach.role_sheets.procedures.search import PAGES, SOURCE


def check_of(kind: type[Reviewed], now: datetime) -> dict[str, date]:
    """Return the day of a check of today, and the day of the next one."""
    today = timezone.localdate(now)
    holds = GAP_REVIEW_HOLDS if _is_of_a_place(kind) else REVIEW_HOLDS
    return {"reviewed_on": today, "review_due_on": today + timedelta(days=limit(holds, on=today))}


@transaction.atomic(durable=True)
def keep[Record: Reviewed](
    *, record: Record, values: Mapping[str, Any], actor: User, now: datetime
) -> Record:
    """Store a record of the guides. Whoever writes it has looked at it: that counts as a check."""
    verb = "procedures.added" if record.pk is None else "procedures.changed"
    stored, changed = store_in_transaction(record, dict(values) | check_of(type(record), now))
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, PAGES)
    chain.record(verb, actor=actor, subject=stored, now=now, fields=changed)
    return stored


@transaction.atomic(durable=True)
def confirm(*, record: Reviewed, actor: User, now: datetime) -> date:
    """Say that what stands there is still so; returns the day of the next check. Raises RecordIsGone."""
    check = check_of(type(record), now)
    found = type(record)._default_manager.filter(pk=record.pk)
    if not found.update(**check):
        raise RecordIsGone
    if not _is_of_a_place(type(record)):
        clear_public_pages_in_transaction()
    chain.record("procedures.confirmed", actor=actor, subject=record, now=now, fields=sorted(check))
    return check["review_due_on"]


def _is_of_a_place(kind: type[Reviewed]) -> bool:
    """Return whether a municipality and the centre alone read such records: they are on no public page."""
    return issubclass(kind, Gap | PreventionPlan)
