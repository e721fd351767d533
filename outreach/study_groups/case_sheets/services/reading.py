"""Whoever opens a case sheet is written down."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from outreach.study_groups.case_sheets.models import CaseSheet, SheetView


@transaction.atomic(durable=True)
def note_view(*, sheet: CaseSheet, actor: User, now: datetime) -> SheetView:
    """Write down that somebody opened a sheet, before its words leave."""
    return SheetView.objects.create(sheet=sheet, person=actor.person, viewed_at=now)
