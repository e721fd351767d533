"""What leaves the portal of a questionnaire: the summary, and whom to ask again by FAX or phone."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.questionnaires.enums import ReminderReason, SummaryForm
from events.questionnaires.models import Questionnaire
from foundation.audit import chain


@transaction.atomic(durable=True)
def record_summary_taken(
    *, questionnaire: Questionnaire, form: SummaryForm, actor: User, now: datetime
) -> None:
    """Write down who took the summary away, and in which form."""
    fields = [f"form:{form.value}"]
    chain.record(
        "questionnaires.summary_exported", actor=actor, subject=questionnaire, now=now, fields=fields
    )


@transaction.atomic(durable=True)
def record_reminders_taken(
    *,
    questionnaire: Questionnaire,
    reason: ReminderReason,
    columns: Iterable[str],
    actor: User,
    now: datetime,
) -> None:
    """Write down who took away the list of those who have not answered, and why."""
    fields = [f"reason:{reason.value}", *columns]
    chain.record(
        "questionnaires.missing_exported", actor=actor, subject=questionnaire, now=now, fields=fields
    )
