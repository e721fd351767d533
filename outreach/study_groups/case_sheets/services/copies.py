"""Numbered copies for the table: counted out, and counted back in."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.limits.queries import limit
from outreach.study_groups.case_sheets.limits import COPIES
from outreach.study_groups.case_sheets.models import CaseSheet, PaperCopy
from outreach.study_groups.case_sheets.rules import may_copy
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.services.steps import hold_in_transaction, insist

COUNTED = "もう番号をつけた紙があります。下の一覧を見て、足りないときだけ、もう一度押してください。"


@transaction.atomic(durable=True)
def count_out(*, sheet: CaseSheet, count: int, seen: int, actor: User, now: datetime) -> list[PaperCopy]:
    """Give so many new copies their numbers; no number comes twice.

    `seen` is how many there were when the form was drawn: a form counts out once, however often it is sent.
    Raises GroupRefused.
    """
    hold_in_transaction(sheet.community, Action.WRITE_CASE_SHEET, actor=actor, now=now)
    found = CaseSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    made = found.copies.count()
    today = timezone.localdate(now)
    most = limit(COPIES, on=today)
    insist(may_copy(found.dates, today=today, made=made, wanted=count, most=most))
    if made != seen:
        raise GroupRefused(COUNTED)
    copies = PaperCopy.objects.bulk_create(
        PaperCopy(sheet=found, number=made + at, printed_at=now, printed_by=actor)
        for at in range(1, count + 1)
    )
    fields = [f"copies:{count}"]
    chain.record("group_case_sheets.counted_out", actor=actor, subject=found, now=now, fields=fields)
    return copies


@transaction.atomic(durable=True)
def count_back(*, sheet: CaseSheet, numbers: Collection[int], actor: User, now: datetime) -> int:
    """Write down which copies came back; those that had come back stay as they are. Returns how many."""
    hold_in_transaction(sheet.community, Action.WRITE_CASE_SHEET, actor=actor, now=now)
    out = PaperCopy.objects.filter(sheet=sheet, number__in=numbers, back_at__isnull=True)
    count = out.update(back_at=now, back_to=actor)
    fields = [f"copies:{count}"]
    chain.record("group_case_sheets.counted_back", actor=actor, subject=sheet, now=now, fields=fields)
    return count
