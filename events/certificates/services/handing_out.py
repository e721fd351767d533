"""Certificates leave the portal in one go: never without a reason and never without a trace."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from directory.models import Agency
from events.certificates.enums import BatchForm, BatchReason
from foundation.audit import chain


@transaction.atomic(durable=True)
def record_batch_taken(
    *, of: Model, form: BatchForm, reason: BatchReason, number_of: int, actor: User, now: datetime
) -> None:
    """Write down who took the certificates of an event or a course away, how many, in which form and why."""
    fields = [f"certificates:{number_of}", f"form:{form.value}", f"reason:{reason.value}"]
    chain.record("certificates.batch_exported", actor=actor, subject=of, now=now, fields=fields)


@transaction.atomic(durable=True)
def record_agency_took(*, agency: Agency, number_of: int, actor: User, now: datetime) -> None:
    """Write down that somebody of an agency took certificates of its people; `number_of` is how many."""
    fields = [f"certificates:{number_of}"]
    chain.record("certificates.agency_exported", actor=actor, subject=agency, now=now, fields=fields)
