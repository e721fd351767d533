"""The list for the day: one set of rows for paper, workbook and CSV, so that all three always agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.utils import timezone

from foundation.exports.delimited import CsvFile, Encoding, write_csv
from foundation.exports.spreadsheet import write_xlsx
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import wareki

from . import letters, papers
from .asking import RosterColumn, roster_columns
from .desk_queries import seated_people
from .enums import Accommodation, Attendance, RosterReader
from .models import Participant, Session
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
# What other participants need to know of whoever has agreed to that, and no more.
COLUMNS_FOR_PARTICIPANTS = tuple(
    each for each in COLUMNS if each.heading in ("番号", "所属", "職名", "氏名", "フリガナ")
)


def columns_for(session: Session, reader: RosterReader) -> tuple[Column, ...]:
    """Return the columns that these readers get; what rooms add is for staff alone."""
    if reader == RosterReader.PARTICIPANTS:
        return COLUMNS_FOR_PARTICIPANTS
    return (*COLUMNS, *(each.column for each in asked_columns(session)))


def asked_columns(session: Session) -> list[RosterColumn]:
    """Return what rooms asked the applications of a session, a column each."""
    return [column for source in roster_columns for column in source(session)]


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

    @property
    def cells_for_participants(self) -> tuple[int | str, ...]:
        """The row as other participants get it."""
        return self.number, self.agency, self.job, self.name, self.kana


def is_shown(person: Participant) -> bool:
    """Return whether a person's name may stand on the list that participants get."""
    return person.application.shows_names and bool(person.name)


@dataclass(frozen=True)
class RosterPeople:
    """Who stands on a roster, and how many with a seat do not."""

    shown: Sequence[Participant]
    left_out: int

    @property
    def left_out_words(self) -> str:
        if not self.left_out:
            return ""
        return f"ほかに{self.left_out}人が参加します（名前をのせない方、まだ決まっていない方）。"


def roster_people(session: Session, reader: RosterReader) -> RosterPeople:
    """Return who stands on the roster that these readers get."""
    people = list(seated_people(session))
    shown = people if reader == RosterReader.STAFF else [each for each in people if is_shown(each)]
    return RosterPeople(shown, len(people) - len(shown))


def roster_rows(people: Sequence[Participant]) -> list[RosterRow]:
    """Return these people, groups together in the order in which they applied."""
    rows: list[RosterRow] = []
    group = None
    for number, person in enumerate(people, start=1):
        application = person.application
        is_first, group = application.pk != group, application.pk
        needs = (Accommodation(each).label for each in application.accommodations) if is_first else ()
        rows.append(
            RosterRow(
                number=number,
                agency=application.agency_name,
                sector=application.get_sector_display(),
                job=person.job,
                name=str(person),
                kana=person.name_kana,
                way=person.get_way_display(),
                needs="・".join(needs),
                note=application.note if is_first else "",
                attendance=Attendance(person.attendance).label if person.attendance else "",
            )
        )
    return rows


def roster_table(session: Session, reader: RosterReader) -> Table:
    """Return the roster as a table for workbook and CSV; what participants get says how many are left out."""
    title = f"参加者名簿　{session.event.title}　{letters.when(session)}"
    people = roster_people(session, reader)
    rows = roster_rows(people.shown)
    if reader == RosterReader.STAFF:
        return _staff_table(title, session, people.shown, rows)
    cells: list[Sequence[Cell]] = [row.cells_for_participants for row in rows]
    if people.left_out:
        cells.append((None, people.left_out_words, "", "", ""))
    return Table(title, COLUMNS_FOR_PARTICIPANTS, cells)


def _staff_table(
    title: str, session: Session, people: Sequence[Participant], rows: Sequence[RosterRow]
) -> Table:
    """Return the table with what rooms asked; that stands once for a group, too."""
    more = asked_columns(session)
    cells: list[Sequence[Cell]] = []
    group = None
    for person, row in zip(people, rows, strict=True):
        is_first, group = person.application_id != group, person.application_id
        words = (each.words.get(person.application_id, "") if is_first else "" for each in more)
        cells.append((*row.cells, *words))
    return Table(title, (*COLUMNS, *(each.column for each in more)), cells)


def _asked_words(session: Session, people: Sequence[Participant]) -> dict[int, Sequence[tuple[str, str]]]:
    """Return what was answered to the rooms, by the number of the first person of each group."""
    more = asked_columns(session)
    first: dict[int, int] = {}
    for number, person in enumerate(people, start=1):
        first.setdefault(person.application_id, number)
    return {
        number: [
            (each.column.heading, each.words[application]) for each in more if each.words.get(application)
        ]
        for application, number in first.items()
    }


def roster_pdf(
    session: Session, reader: RosterReader, *, grouped_by: Literal["number", "agency"], now: datetime
) -> bytes:
    """Return the roster on paper, A4, marked 取扱注意."""
    people = roster_people(session, reader)
    is_for_staff = reader == RosterReader.STAFF
    asked = _asked_words(session, people.shown) if is_for_staff else {}
    entries = tuple(
        papers.RosterEntry(
            number=row.number,
            agency=row.agency,
            job=row.job,
            name=row.name,
            kana=row.kana,
            way=row.way,
            note="　".join(filter(None, (row.needs, row.note))) if is_for_staff else "",
            asked=asked.get(row.number, ()),
        )
        for row in roster_rows(people.shown)
    )
    roster = papers.Roster(
        event=event_words(session.event, [session]),
        entries=entries,
        centre=letterhead(),
        printed_on=wareki(timezone.localdate(now)),
        grouped_by=grouped_by,
        for_staff=is_for_staff,
        left_out=people.left_out_words,
        sample_world=settings.DEMO,
    )
    return papers.roster_pdf(roster)


def roster_csv(session: Session, reader: RosterReader, *, encoding: Encoding) -> CsvFile:
    """Return the roster as CSV with what the encoding could not hold."""
    return write_csv(roster_table(session, reader), encoding=encoding)


def roster_xlsx(session: Session, reader: RosterReader, *, now: datetime) -> bytes:
    """Return the roster as a workbook that also prints."""
    return write_xlsx(roster_table(session, reader), printed_on=timezone.localdate(now))
