"""The job's part: it does what somebody has asked for, or says on the table why it could not."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.tables.enums import Act
from directory.tables.models import Table
from foundation.decision import NotAllowed

from .applying import apply_table, undo_table
from .checking import check_table

LONGEST_REFUSAL = 300


def work_on_table(*, table: Table, now: datetime) -> None:
    """Do what was asked for with a table; where nothing is asked for any more, nothing happens.

    Begins anew where an earlier try was killed: what was done and that it is done are one transaction.
    """
    if not table.doing or table.asked_by is None:
        return
    try:
        _do(table, actor=table.asked_by, now=now)
    except NotAllowed as refused:
        _refuse(table, str(refused))


def _do(table: Table, *, actor: User, now: datetime) -> None:
    if table.doing == Act.CHECK:
        check_table(table=table, actor=actor, now=now)
    elif table.doing == Act.APPLY:
        apply_table(table=table, actor=actor, now=now, without_faulty=table.without_faulty)
    else:
        undo_table(table=table, actor=actor, now=now)


@transaction.atomic(durable=True)
def _refuse(table: Table, reason: str) -> None:
    """Say why, unless another try has come to an end meanwhile."""
    same = Table.objects.filter(pk=table.pk, doing=table.doing, asked_at=table.asked_at)
    same.update(doing="", asked_at=None, asked_by=None, refusal=reason[:LONGEST_REFUSAL])
