"""The centre writes a case sheet and a second person checks it: any other word takes the check away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups.case_sheets.enums import Check
from outreach.study_groups.case_sheets.models import DIGEST, TEXTS, CaseSheet
from outreach.study_groups.case_sheets.queries import day_of
from outreach.study_groups.case_sheets.rules import may_belong, may_change, may_check, may_show
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.services.steps import hold_in_transaction, insist

GONE = "このシートは、もうありません。"
MOVED = "書いている間に、会の日が変わりました。読める日を見て、もう一度保存してください。"
ALL = "どの項目も確かめてから、しるしをつけてください。"
OVERTAKEN = (
    "ほかの職員が、先に文を直しました。いまの文を見てから、もう一度保存すると、あなたの文に置きかわります。"
)
UNCHECKED = {"checked_by": None, "checked_at": None, "checked_digest": ""}


@dataclass(frozen=True)
class Written:
    """The words of a sheet, for which session, the day of that session, first and last day to read it."""

    row: PlanRow
    session: date
    title: str
    background: str
    happened: str
    question: str
    shown_from: date | None = None
    shown_until: date | None = None

    @property
    def first(self) -> date:
        return self.shown_from or self.session

    @property
    def last(self) -> date:
        return self.shown_until or max(self.session, self.first)

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}


@transaction.atomic(durable=True)
def write_sheet(*, community: Community, written: Written, actor: User, now: datetime) -> CaseSheet:
    """Write a sheet; nobody but the centre reads it before it is checked. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.WRITE_CASE_SHEET, actor=actor, now=now).community
    first, last = _days_in_transaction(written, day_of(written.row))
    made = CaseSheet.objects.create(
        community=held,
        row=written.row,
        **written.texts,
        writers=[actor.pk],
        written_at=now,
        changed_at=now,
        first_day=first,
        last_day=last,
    )
    chain.record("group_case_sheets.written", actor=actor, subject=made, now=now, fields=TEXTS)
    return CaseSheet.objects.get(pk=made.pk)


@transaction.atomic(durable=True)
def change_sheet(*, sheet: CaseSheet, written: Written, seen: str, actor: User, now: datetime) -> CaseSheet:
    """Write a sheet anew. Other words take the check away, other days do not; `seen` tells over which words.

    Raises GroupRefused, also where somebody else wrote in it meanwhile.
    """
    found = _held_in_transaction(sheet, actor=actor, now=now)
    insist(may_change(found.dates))
    is_other = written.row.pk != found.row_id
    insist(may_belong(found.session_day, today=timezone.localdate(now), is_other=is_other))
    own = found.session_day if not is_other else None
    first, last = _days_in_transaction(written, day_of(written.row) or own)
    changed = [name for name, text in written.texts.items() if getattr(found, name) != text]
    values = {"row": written.row, "first_day": first, "last_day": last}
    if changed and seen != found.seen:
        raise GroupRefused(OVERTAKEN)
    if changed:
        writers = [*(each for each in found.writers if each != actor.pk), actor.pk]
        values |= written.texts | UNCHECKED | {"writers": writers, "changed_at": now}
    CaseSheet.objects.filter(pk=found.pk).update(**values)
    fields = changed or ["days"]
    chain.record("group_case_sheets.changed", actor=actor, subject=found, now=now, fields=fields)
    return CaseSheet.objects.get(pk=found.pk)


@transaction.atomic(durable=True)
def check_sheet(
    *, sheet: CaseSheet, checks: Collection[str], seen: str, actor: User, now: datetime
) -> CaseSheet:
    """Say as a second person that nobody can be recognised; `seen` tells of which words.

    Raises GroupRefused for whoever wrote in it, for other words than were read, for a list that is not whole.
    """
    found = _held_in_transaction(sheet, actor=actor, now=now)
    insist(
        may_check(
            found.dates,
            today=timezone.localdate(now),
            writers=found.writers,
            checker=actor.pk,
            is_as_seen=found.seen == seen,
        )
    )
    if set(checks) != set(Check.values):
        raise GroupRefused(ALL)
    CaseSheet.objects.filter(pk=found.pk).update(checked_by=actor, checked_at=now, checked_digest=DIGEST)
    chain.record("group_case_sheets.checked", actor=actor, subject=found, now=now, fields=Check.values)
    return CaseSheet.objects.get(pk=found.pk)


def _days_in_transaction(written: Written, session: date | None) -> tuple[int, int]:
    """Return the first and last day counted from the session, which is on this day as it stands now."""
    assert_in_transaction("count_days_of_case_sheet")
    if session != written.session:
        raise GroupRefused(MOVED)
    insist(may_show(session, written.first, written.last))
    return (written.first - session).days, (written.last - session).days


def _held_in_transaction(sheet: CaseSheet, *, actor: User, now: datetime) -> CaseSheet:
    """Return a sheet that nobody else changes until the commit."""
    assert_in_transaction("hold_case_sheet")
    hold_in_transaction(sheet.community, Action.WRITE_CASE_SHEET, actor=actor, now=now)
    found = CaseSheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk).first()
    if found is None:
        raise GroupRefused(GONE)
    return found
