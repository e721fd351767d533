"""The words of a case sheet are deleted: the night after its last day, or at once by hand."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction
from outreach.study_groups.case_sheets.limits import REMOVED_AFTER, VIEWS_KEPT
from outreach.study_groups.case_sheets.models import TEXTS, CaseSheet, SheetView
from outreach.study_groups.case_sheets.rules import due_day, may_change
from outreach.study_groups.enums import Action
from outreach.study_groups.services.steps import hold_in_transaction, insist


@transaction.atomic(durable=True)
def remove_sheet(*, sheet: CaseSheet, actor: User, now: datetime) -> None:
    """Delete the words of a sheet at once; dates, who opened it and copies stay. Raises GroupRefused."""
    hold_in_transaction(sheet.community, Action.WRITE_CASE_SHEET, actor=actor, now=now)
    found = CaseSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    insist(may_change(found.dates))
    _remove_in_transaction(found, actor=actor, now=now)


@transaction.atomic(durable=True)
def remove_due_sheets(*, now: datetime) -> int:
    """Delete the words of all sheets whose time is over, checked or not; returns how many."""
    today = timezone.localdate(now)
    last = due_day(today, days=limit(REMOVED_AFTER, on=today))
    due = CaseSheet.objects.filter(  # type: ignore[misc]  # -- annotated
        removed_at__isnull=True, shown_until__lte=last
    )
    found = list(due.select_for_update(of=("self",)).order_by("pk"))
    for each in found:
        _remove_in_transaction(each, actor=None, now=now)
    return len(found)


@transaction.atomic(durable=True)
def forget_views(*, now: datetime) -> int:
    """Delete who opened sheets long ago; returns how many rows."""
    today = timezone.localdate(now)
    before = now - timedelta(days=limit(VIEWS_KEPT, on=today))
    count, _ = SheetView.objects.filter(viewed_at__lt=before).delete()
    return count


def _remove_in_transaction(sheet: CaseSheet, *, actor: User | None, now: datetime) -> None:
    assert_in_transaction("remove_case_sheet")
    values = dict.fromkeys((*TEXTS, "checked_digest"), "")
    CaseSheet.objects.filter(pk=sheet.pk).update(**values, removed_at=now, removed_by=actor)
    chain.record("group_case_sheets.removed", actor=actor, subject=sheet, now=now, fields=TEXTS)
