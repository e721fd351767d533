"""Papers of the day: the sheet to sign, name cards with cut marks, the list of groups."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.conf import settings
from django.utils import timezone

from events.enums import Way
from events.letters import part_line
from events.models import Session
from events.paper_facts import event_words, letterhead
from events.papers import EventFacts
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .enums import DayPaper
from .queries import DoorRow, door_rows, groups_of, held_parts, rule_of
from .words import rule_lines

CARDS_ON_A_SHEET, CARDS_IN_A_ROW = 10, 2
# Lines for whoever comes without an application.
EMPTY_LINES = 4
PERSONAL = "個人"
# From so many signs on a name is set smaller.
LONG_NAME, VERY_LONG_NAME = 8, 13


@dataclass(frozen=True)
class AgencyLines:
    """The people of one agency on the sheet to sign."""

    agency: str
    rows: Sequence[DoorRow]


@dataclass(frozen=True)
class Card:
    """One name card; `size` is how its name is set."""

    row: DoorRow
    group: str

    @property
    def size(self) -> str:
        length = len(self.row.participant.name)
        return "very-long" if length > VERY_LONG_NAME else "long" if length > LONG_NAME else ""


def paper(session: Session, kind: DayPaper, *, now: datetime, meeting: int = 0) -> bytes:
    """Return one of the papers of a date as a PDF on A4; the sheet to sign is that of one meeting."""
    if kind == DayPaper.SIGN_IN:
        return sign_in_pdf(session, now=now, meeting=meeting)
    makers = {
        DayPaper.NAME_CARDS: name_cards_pdf,
        DayPaper.GROUPS: groups_pdf,
        DayPaper.GROUPS_AT_THE_DOOR: groups_at_the_door_pdf,
    }
    return makers[kind](session, now=now)


def sign_in_pdf(session: Session, *, now: datetime, meeting: int = 0) -> bytes:
    """Return the sheet on which everybody at the venue signs, agency by agency."""
    rows = [row for row in door_rows(session, meeting) if row.participant.way == Way.VENUE]
    context = _context(session, now)
    context |= {
        "event": _event_of_meeting(session, meeting),
        "agencies": _by_agency(rows),
        "people": len(rows),
        "empty": range(EMPTY_LINES),
        "lines": rule_lines(rule_of(session.event)),
    }
    title = f"受付名簿　{session.event.title}"
    return render_pdf("attendance/paper/sign_in.html", context, title=title)


def _event_of_meeting(session: Session, meeting: int) -> EventFacts:
    """Return what a paper says of an event on the day of one part: when, and where if elsewhere."""
    words = event_words(session.event, [session])
    if not session.part_count:
        return words
    part = held_parts(session)[meeting]
    where, address = (part.venue, part.venue_address) if part.venue else (words.where, words.address)
    return replace(words, when=(part_line(part),), where=where, address=address)


def name_cards_pdf(session: Session, *, now: datetime) -> bytes:
    """Return a name card for everybody at the venue, ten on a sheet."""
    groups = {member.participant_id: group for group in groups_of(session) for member in group.members.all()}
    cards = [
        Card(row, groups[row.participant.pk].name if row.participant.pk in groups else "")
        for row in door_rows(session)
        if row.participant.way == Way.VENUE
    ]
    sheets = [
        list(batched(sheet, CARDS_IN_A_ROW, strict=False))
        for sheet in batched(cards, CARDS_ON_A_SHEET, strict=False)
    ]
    context = _context(session, now) | {"sheets": sheets or [[]], "marks": _marks()}
    return render_pdf("attendance/paper/name_cards.html", context, title=f"名札　{session.event.title}")


def groups_at_the_door_pdf(session: Session, *, now: datetime) -> bytes:
    """Return who is in which group, by name only where they agreed to stand on the participants' list."""
    return groups_pdf(session, now=now, for_the_door=True)


def groups_pdf(session: Session, *, now: datetime, for_the_door: bool = False) -> bytes:
    """Return who is in which group, and in which room on line."""
    groups = groups_of(session)
    names = [(way.label, [group for group in groups if group.way == way]) for way in Way]
    context = _context(session, now) | {
        "parts": [part for part in names if part[1]],
        "for_the_door": for_the_door,
        "confidential": not for_the_door,
    }
    title = f"グループの一覧　{session.event.title}"
    return render_pdf("attendance/paper/groups.html", context, title=title)


def _context(session: Session, now: datetime) -> dict[str, object]:
    return {
        "event": event_words(session.event, [session]),
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": True,
    }


def _by_agency(rows: Sequence[DoorRow]) -> list[AgencyLines]:
    """Return the rows agency by agency, in the order of the first numbers."""
    found: dict[str, list[DoorRow]] = {}
    for row in rows:
        found.setdefault(row.participant.application.agency_name or PERSONAL, []).append(row)
    return [AgencyLines(agency, lines) for agency, lines in found.items()]


def _marks() -> list[str]:
    """Return the names of the cut marks around ten cards: one at each end of each cut."""
    across = [f"{side}-{place}" for side in ("left", "right") for place in range(6)]
    down = [f"{side}-{place}" for side in ("top", "bottom") for place in range(3)]
    return across + down
