"""Tables go in time: those that were never applied as a whole, of the others what they changed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from directory.tables.enums import TableState
from directory.tables.limits import LINES_KEPT, WAITING_KEPT
from directory.tables.models import Table, TableFault, TableLine
from foundation.audit import chain
from foundation.limits.queries import limit

_WAITING = (TableState.UPLOADED, TableState.CHECKED)


@transaction.atomic(durable=True)
def forget_old_tables(*, now: datetime) -> int:
    """Delete tables that waited for so long, and the lines of tables that are over; returns how many tables.

    How many lines were what stays with a table that was applied. It cannot be taken back any more.
    """
    today = timezone.localdate(now)
    kept = {name: timedelta(days=limit(name, on=today)) for name in (WAITING_KEPT, LINES_KEPT)}
    locked = Table.objects.select_for_update()
    waiting = list(
        locked.alias(touched_at=Coalesce("checked_at", "uploaded_at")).filter(
            state__in=_WAITING, touched_at__lte=now - kept[WAITING_KEPT]
        )
    )
    over = list(
        locked.alias(done_at=Coalesce("undone_at", "applied_at")).filter(
            done_at__lte=now - kept[LINES_KEPT], forgotten_at__isnull=True
        )
    )
    gone = [Table(pk=each.pk) for each in waiting]
    Table.objects.filter(pk__in=[each.pk for each in waiting]).delete()
    for part in (TableLine, TableFault):
        part.objects.filter(table__in=over).delete()
    Table.objects.filter(pk__in=[each.pk for each in over]).update(forgotten_at=now)
    for subject in gone:
        chain.record("directory.table_discarded", actor=None, subject=subject, now=now)
    for each in over:
        chain.record("directory.table_forgotten", actor=None, subject=each, now=now, fields=["lines"])
    return len(waiting) + len(over)
