"""From when on somebody is late is said in advance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.attendance.models import DayRule
from events.models import Event
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def set_day_rule(*, event: Event, values: Mapping[str, Any], actor: User, now: datetime) -> DayRule:
    """Say how late somebody may come and how early they may leave; it stands on the event's page at once."""
    rule, _ = DayRule.objects.update_or_create(event=event, defaults=dict(values))
    clear_public_pages_in_transaction()
    chain.record("attendance.rule_set", actor=actor, subject=rule, now=now, fields=values)
    return rule
