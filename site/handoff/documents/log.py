"""The log of one document: what was done with it, who read which pages, who took copies, what is on paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.audit.models import Entry
from foundation.exports.table import Column, Table
from foundation.japanese.dates import short_date
from handoff.oversight.readings import Names

from .enums import CopyLimit
from .models import Document, PaperCopy, TakenCopy

# What is told of a document besides its copies, which stand in a table of their own.
WORDS = {
    "documents.added": "置いた",
    "documents.read": "読んだ",
    "documents.shared": "相手に見せると決めた",
    "documents.limited": "どこまで見せるかを変えた",
    "documents.withheld": "見せるのをやめた",
    "documents.removed": "取り除いた",
    "documents.log_exported": "この記録を持ち出した",
}
# What an event says besides words from lists.
PAGES, COPIES, UNTIL = "pages", "copies", "until"
CENTRE = "センター"
COLUMNS = (
    Column("日時", "datetime", 18),
    Column("したこと", width=24),
    Column("だれが", width=18),
    Column("どこの", width=28),
    Column("くわしく", width=44),
)


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One thing that was done with a document."""

    at: datetime
    words: str
    person: str
    side: str
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """Copies on paper; where they lie is for those alone who may read the document."""

    paper: PaperCopy
    whereabouts: str


def what_of(document: Document) -> list[str]:
    """Return what an event says of the document: its kind, and with which part it is shown."""
    return [document.kind, *([document.part] if document.part else [])]


def pages_word(first: int, last: int) -> str:
    """Return for an event which pages were read."""
    return f"{PAGES}:{first}-{last}"


def shown_words(document: Document) -> list[str]:
    """Return for an event with which part a document is shown and how far; nothing when it is inside."""
    if not document.is_shared:
        return []
    until = [f"{UNTIL}:{document.readable_until}"] if document.readable_until else []
    return [document.part, f"{COPIES}:{document.most_copies}", *until]


def lines_of(document: Document) -> list[LogLine]:
    """Return what was done with a document, the last first. Five queries."""
    entries = list(Entry.objects.filter(subject_key=document.pk, verb__in=WORDS).order_by("-id"))
    names = Names(entries)
    told = [
        LogLine(
            at=each.at,
            words=WORDS[each.verb],
            person=names.person(each),
            side=names.side(each),
            details="、".join(_details_of(each)),
        )
        for each in entries
    ]
    copies = TakenCopy.objects.filter(document=document).select_related("person", "agency")
    return sorted([*map(_copy_line, copies), *told], key=lambda line: line.at, reverse=True)


def papers_of(document: Document, *, may_read: bool) -> list[PaperLine]:
    """Return the copies on paper that were written down, the first first. One query."""
    people = ("document__case__agency", "written_by__person", "destroyed_by__person")
    rows = PaperCopy.objects.filter(document=document).select_related(*people)
    return [
        PaperLine(paper=each, whereabouts=each.unseal("whereabouts") if may_read else "") for each in rows
    ]


def log_table(lines: Iterable[LogLine], papers: Sequence[PaperLine]) -> Table:
    """Return the log to take out: what was done, and below it what lies on paper."""
    done = [(each.at, each.words, each.person, each.side, each.details) for each in lines]
    return Table(title="書類の記録", columns=COLUMNS, rows=[*done, *map(_paper_row, papers)])


def _paper_row(line: PaperLine) -> tuple[datetime, str, str, str, str]:
    paper = line.paper
    made = f"{paper.copies}部、{short_date(paper.made_on)}に作った"
    gone = f"{short_date(paper.destroyed_on)}に捨てた" if paper.destroyed_on else "まだある"
    details = "。".join(filter(None, (made, line.whereabouts, gone)))
    agency = paper.document.case.agency
    side = agency.name if agency else CENTRE
    return paper.written_at, "紙の写しを書いた", paper.written_by.person.name, side, details


def _copy_line(copy: TakenCopy) -> LogLine:
    number = "" if copy.number is None else f"写し{copy.number}、"
    return LogLine(
        at=copy.taken_at,
        words="写しを受け取った",
        person=copy.person.name,
        side=copy.agency.name if copy.agency else CENTRE,
        details=f"{number}{copy}",
    )


def _details_of(entry: Entry) -> Iterator[str]:
    for word in entry.fields:
        name, _, value = word.partition(":")
        if name == PAGES:
            first, _, last = value.partition("-")
            yield f"{first}ページ" if first == last else f"{first}〜{last}ページ"
        elif name == COPIES:
            yield CopyLimit(int(value)).label
        elif name == UNTIL:
            yield f"{short_date(date.fromisoformat(value))}まで"
