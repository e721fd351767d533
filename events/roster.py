"""The list for the day: one set of rows for paper, workbook and CSV, so that all three always agree."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.utils import timezone

from foundation.exports.delimited import CsvFile, Encoding, write_csv
from foundation.exports.spreadsheet import write_xlsx
from foundation.exports.table import Column, Table
from foundation.japanese.dates import wareki

from . import letters, papers
from .desk_queries import seated_people
from .enums import Accommodation, Attendance
from .models import Session
from .paper_facts import event_words, letterhead

COLUMNS = (
    Column("番号", "number", 6),
    Column("所属", width=28),
    Column("分野", width=18),
    Column("職名", width=16),
    Column("氏名", width=18),
    Column("フリガナ", width=20),
    Column("方法", width=11),
    Column("配慮", width=22),
    Column("備考", width=28),
    Column("出欠", width=7),
)
UNNAMED = "あとで決める"


@dataclass(frozen=True)
class RosterRow:
    """One person with a seat. What the group needs and told us stands once, with its first person."""

    number: int
    agency: str
    sector: str
    job: str
    name: str
    kana: str
    way: str
    needs: str
    note: str
    attendance: str

    @property
    def cells(self) -> tuple[int | str, ...]:
        """The row in the order of the columns."""
        return (
            self.number,
            self.agency,
            self.sector,
            self.job,
            self.name,
            self.kana,
            self.way,
            self.needs,
            self.note,
            self.attendance,
        )


def roster_rows(session: Session) -> list[RosterRow]:
    """Return everybody with a seat in a session, groups together in the order in which they applied."""
    rows: list[RosterRow] = []
    group = None
    for number, person in enumerate(seated_people(session), start=1):
        application = person.application
        is_first, group = application.pk != group, application.pk
        needs = (Accommodation(each).label for each in application.accommodations) if is_first else ()
        rows.append(
            RosterRow(
                number=number,
                agency=application.agency_name,
                sector=application.get_sector_display(),
                job=person.job,
                name=person.name or UNNAMED,
                kana=person.name_kana,
                way=person.get_way_display(),
                needs="・".join(needs),
                note=application.note if is_first else "",
                attendance=Attendance(person.attendance).label if person.attendance else "",
            )
        )
    return rows


def roster_table(session: Session) -> Table:
    """Return the roster as a table for workbook and CSV."""
    title = f"参加者名簿　{session.event.title}　{letters.when(session)}"
    return Table(title, COLUMNS, [row.cells for row in roster_rows(session)])


def roster_pdf(session: Session, *, grouped_by: Literal["number", "agency"], now: datetime) -> bytes:
    """Return the roster on paper, A4, marked 取扱注意."""
    entries = tuple(
        papers.RosterEntry(
            number=row.number,
            agency=row.agency,
            job=row.job,
            name=row.name,
            kana=row.kana,
            way=row.way,
            note="　".join(filter(None, (row.needs, row.note))),
        )
        for row in roster_rows(session)
    )
    roster = papers.Roster(
        event=event_words(session.event, [session]),
        entries=entries,
        centre=letterhead(),
        printed_on=wareki(timezone.localdate(now)),
        grouped_by=grouped_by,
        sample_world=settings.DEMO,
    )
    return papers.roster_pdf(roster)


def roster_csv(session: Session, *, encoding: Encoding) -> CsvFile:
    """Return the roster as CSV with what the encoding could not hold."""
    return write_csv(roster_table(session), encoding=encoding)


def roster_xlsx(session: Session, *, now: datetime) -> bytes:
    """Return the roster as a workbook that also prints."""
    return write_xlsx(roster_table(session), printed_on=timezone.localdate(now))
