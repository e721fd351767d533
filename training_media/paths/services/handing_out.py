"""The list of who has come how far leaves the portal: never without a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from foundation.audit import chain
from training_media.paths.enums import ListForm, ListReason


@transaction.atomic(durable=True)
def record_list_taken(
    *, subject: Model, form: ListForm, reason: ListReason, columns: Iterable[str], actor: User, now: datetime
) -> None:
    """Write down who took which list, in which form and why; never what stands in it."""
    fields = [f"form:{form.value}", f"reason:{reason.value}", *columns]
    chain.record("paths.list_exported", actor=actor, subject=subject, now=now, fields=fields)
