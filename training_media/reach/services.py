"""Names leave the portal: never without a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from training_media.models import Course

from .enums import Form, Reason
from .scopes import Scope


@transaction.atomic(durable=True)
def record_proof_taken(
    *,
    agency: Agency,
    course: Course,
    form: Form,
    reason: Reason,
    columns: Iterable[str],
    actor: User,
    now: datetime,
) -> None:
    """Write down who took the proof of which agency for which course, in which form and why."""
    fields = [f"course:{course.pk}", f"form:{form.value}", f"reason:{reason.value}", *columns]
    chain.record("training_reach.proof_exported", actor=actor, subject=agency, now=now, fields=fields)


@transaction.atomic(durable=True)
def record_names_taken(
    *, scope: Scope, reason: Reason, columns: Iterable[str], actor: User, now: datetime
) -> None:
    """Write down who took the names of all people of a campaign or a course, and why."""
    fields = [f"reason:{reason.value}", *columns]
    subject = scope.campaign or scope.course
    chain.record("training_reach.names_exported", actor=actor, subject=subject, now=now, fields=fields)
