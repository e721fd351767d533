"""The register of provision to third parties, as the law asks for it (個人情報保護法29・30条)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import BigIntegerField, F, Func, QuerySet
from django.utils import timezone

from foundation.centre.queries import Centre, current_centre
from foundation.exports.table import Column, Table
from handoff.machine.models import ProvisionRecord
from handoff.models import AgencyCopy

COLUMNS = (
    Column("日時", "datetime", 18),
    Column("したこと", width=18),
    Column("提供元", width=28),
    Column("提供先", width=28),
    Column("提供先の住所", width=32),
    Column("提供先の代表者", width=16),
    Column("本人（番号）", "code", 14),
    Column("項目", width=16),
    Column("根拠", width=20),
    Column("同意・根拠の日", "date", 16),
)


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One record with who gave; what was received came by this portal, from the giver's own case."""

    record: ProvisionRecord
    giver: str


def of_month(records: QuerySet[ProvisionRecord], month: date) -> QuerySet[ProvisionRecord]:
    """Keep the records of one month."""
    first, after = bounds(month)
    return records.filter(at__gte=first, at__lt=after)


def bounds(month: date) -> tuple[datetime, datetime]:
    """Return the first moment of a month, and that of the next."""
    first, after = month.replace(day=1), next_month(month)
    zone = timezone.get_current_timezone()
    return datetime.combine(first, time.min, tzinfo=zone), datetime.combine(after, time.min, tzinfo=zone)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_of(records: QuerySet[ProvisionRecord]) -> list[date]:
    """Return the months in which something was given, the last first."""
    found = records.order_by().datetimes("at", "month", order="DESC")
    return [timezone.localdate(each) for each in found]


def register_lines(records: QuerySet[ProvisionRecord]) -> list[RegisterLine]:
    """Return the records with who gave, the oldest first. Three queries."""
    giver = Func(F("handoff_id"), function="tsunagu_giver_of", output_field=BigIntegerField())
    rows = list(records.annotate(giver_id=giver).order_by("at", "handoff_id", "number"))
    agencies = AgencyCopy.objects.in_bulk({row.giver_id for row in rows if row.giver_id is not None})
    centre: Centre = current_centre()
    return [
        RegisterLine(record=row, giver=agencies[row.giver_id].name if row.giver_id else centre.name)
        for row in rows
    ]


def register_table(lines: Sequence[RegisterLine]) -> Table:
    """Return the register to take out."""
    return Table(
        title="第三者提供の記録",
        columns=COLUMNS,
        rows=[
            (
                line.record.at,
                line.record.get_kind_display(),
                line.giver,
                line.record.receiver_name,
                line.record.receiver_address,
                line.record.receiver_head,
                line.record.person_reference,
                line.record.get_part_display(),
                line.record.get_basis_kind_display(),
                line.record.basis_on,
            )
            for line in lines
        ],
    )
