"""Papers of the day leave the portal: never without a trace."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.attendance.enums import DayPaper
from events.models import Session
from foundation.audit import chain


@transaction.atomic(durable=True)
def record_paper_taken(*, session: Session, paper: DayPaper, actor: User, now: datetime) -> None:
    """Write down who took which paper with names away."""
    fields = [f"paper:{paper.value}"]
    chain.record("attendance.paper_taken", actor=actor, subject=session, now=now, fields=fields)
