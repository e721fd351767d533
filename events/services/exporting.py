"""The roster leaves the portal: never without a reason and never without a trace."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import roster
from events.enums import ExportReason, RosterKind
from events.models import Session
from foundation.audit import chain
from foundation.exports.spreadsheet import XLSX

PDF, CSV = "application/pdf", "text/csv"


@dataclass(frozen=True)
class RosterFile:
    """A roster to hand over to the browser."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic(durable=True)
def export_roster(
    *, session: Session, kind: RosterKind, reason: ExportReason, actor: User, now: datetime
) -> RosterFile:
    """Return the roster of a session as a file and write down who took it away, in which form and why.

    The audit names the columns and the two choices, never what stands in the rows.
    """
    suffix, content_type, content = _made(session, kind, now)
    day = timezone.localtime(session.starts_at)
    name = f"名簿_{session.event.number}_{day:%Y%m%d}.{suffix}"
    columns = [column.heading for column in roster.COLUMNS]
    fields = [f"kind:{kind.value}", f"reason:{reason.value}", *columns]
    chain.record("events.roster_exported", actor=actor, subject=session, now=now, fields=fields)
    return RosterFile(name, content_type, content)


def _made(session: Session, kind: RosterKind, now: datetime) -> tuple[str, str, bytes]:
    match kind:
        case RosterKind.PAPER_BY_NUMBER:
            return "pdf", PDF, roster.roster_pdf(session, grouped_by="number", now=now)
        case RosterKind.PAPER_BY_AGENCY:
            return "pdf", PDF, roster.roster_pdf(session, grouped_by="agency", now=now)
        case RosterKind.WORKBOOK:
            return "xlsx", XLSX, roster.roster_xlsx(session, now=now)
        case RosterKind.CSV_UTF8:
            return "csv", f"{CSV}; charset=utf-8", roster.roster_csv(session, encoding="utf-8-sig").content
        case RosterKind.CSV_CP932:
            return "csv", f"{CSV}; charset=shift_jis", roster.roster_csv(session, encoding="cp932").content
