"""The list of leads leaves the portal: never without a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from training_media.leads.enums import TakeReason


@transaction.atomic(durable=True)
def record_leads_taken(
    *, reason: TakeReason, count: int, columns: Iterable[str], actor: User, now: datetime
) -> None:
    """Write down who took the list, how many lines, which columns and why; never what stands in them."""
    fields = [f"reason:{reason.value}", f"lines:{count}", *columns]
    chain.record("leads.exported", actor=actor, subject=actor, now=now, fields=fields)
