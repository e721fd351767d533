"""A history leaves the portal: never without a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from foundation.audit import chain

from .enums import HistoryForm, HistoryReason


@transaction.atomic(durable=True)
def record_history_taken(
    *,
    subject: Model,
    form: HistoryForm,
    reason: HistoryReason,
    columns: Iterable[str],
    actor: User,
    now: datetime,
) -> None:
    """Write down who took whose history, in which form and why; never what stands in it."""
    fields = [f"form:{form.value}", f"reason:{reason.value}", *columns]
    chain.record("events.history_exported", actor=actor, subject=subject, now=now, fields=fields)
