"""What is recorded of somebody leaves the portal by their own press: written down all the same."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from training_media.viewing.models import Viewer


@transaction.atomic(durable=True)
def record_taken(*, viewer: Viewer, form: str, actor: User | None, now: datetime) -> None:
    """Write down that a viewer took their own record away."""
    chain.record("watching.record_taken", actor=actor, subject=viewer, now=now, fields=[f"form:{form}"])
