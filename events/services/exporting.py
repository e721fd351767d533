"""The roster leaves the portal: never without a reason and never without a trace."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import roster
from events.enums import ExportReason, RosterKind, RosterReader
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
    *,
    session: Session,
    kind: RosterKind,
    reason: ExportReason,
    actor: User,
    now: datetime,
    reader: RosterReader = RosterReader.STAFF,
) -> RosterFile:
    """Return the roster of a session as a file and write down who took it away, in which form and why.

    What is for participants holds only those who agreed to it. The audit names the columns and the choices,
    never what stands in the rows.
    """
    suffix, content_type, content = _made(session, kind, reader, now)
    day = timezone.localtime(session.starts_at)
    whose = "参加者用_" if reader == RosterReader.PARTICIPANTS else ""
    name = f"名簿_{whose}{session.event.number}_{day:%Y%m%d}.{suffix}"
    columns = [column.heading for column in roster.columns_for(session, reader)]
    fields = [f"kind:{kind.value}", f"reason:{reason.value}", f"for:{reader.value}", *columns]
    chain.record("events.roster_exported", actor=actor, subject=session, now=now, fields=fields)
    return RosterFile(name, content_type, content)


def _made(session: Session, kind: RosterKind, reader: RosterReader, now: datetime) -> tuple[str, str, bytes]:
    match kind:
        case RosterKind.PAPER_BY_NUMBER:
            return "pdf", PDF, roster.roster_pdf(session, reader, grouped_by="number", now=now)
        case RosterKind.PAPER_BY_AGENCY:
            return "pdf", PDF, roster.roster_pdf(session, reader, grouped_by="agency", now=now)
        case RosterKind.WORKBOOK:
            return "xlsx", XLSX, roster.roster_xlsx(session, reader, now=now)
        case RosterKind.CSV_UTF8:
            return (
                "csv",
                f"{CSV}; charset=utf-8",
                roster.roster_csv(session, reader, encoding="utf-8-sig").content,
            )
        case RosterKind.CSV_CP932:
            return (
                "csv",
                f"{CSV}; charset=shift_jis",
                roster.roster_csv(session, reader, encoding="cp932").content,
            )
