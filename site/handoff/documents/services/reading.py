"""Reading documents: what lies there, and its pages; each is an event, or nothing comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for, cases_for, relations
from handoff.cases.models import Case
from handoff.cases.rules import Act, allows
from handoff.documents import keeping, remade
from handoff.documents.access import document_for, own_documents, readable_document, shared_documents
from handoff.documents.enums import FileType
from handoff.documents.log import pages_word, what_of
from handoff.documents.mark import mark_of
from handoff.documents.models import Document
from handoff.documents.queries import taken_by_receivers
from handoff.documents.rules import copies_left, is_over, says_of_copies
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.enums import BEING_WRITTEN, ENDED, Hand
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of

# As many pages stand on one screen.
PAGES_SHOWN = 5
PEOPLE = ("added_by__person", "removed_by__person", "handoff")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A document in a list. The name that its file had is for those alone who may read the file.

    `says_of_copies` tells both sides how many copies the receiving one may still take, `is_over` that its
    last day there has passed.
    """

    document: Document
    says_of_copies: str = ""
    is_over: bool = False
    name: str = ""
    removed_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The documents of a case or of a hand-off as somebody sees them, and what they may do there."""

    lines: Sequence[Line]
    case_id: UUID
    reference: str
    is_own: bool
    may_read: bool
    may_write: bool
    handoff: Handoff | None = None
    may_choose_part: bool = False
    may_share_later: bool = False


@dataclass(frozen=True, kw_only=True)
class PagesRead:
    """Some pages of a document with the mark of whoever reads them, as photographs."""

    document: Document
    handoff_id: UUID | None
    is_own: bool
    first: int
    pages: int
    pictures: Sequence[bytes]
    may_be_unmarked: bool
    may_take: bool
    says_of_copies: str


def read_shelf_of_case(*, case_id: UUID, actor: Actor, now: datetime) -> Shelf:
    """Return what lies with a case and with each of its hand-offs, the newest first. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ, today=today)
        opening.note("documents.listed", case)
        return _own_shelf(actor, case, own_documents(actor, today=today).filter(case=case), today=today)


def read_shelf_of_handoff(*, handoff_id: UUID, actor: Actor, now: datetime) -> Shelf:
    """Return what lies with a hand-off: its own side sees all, the receiver what is open. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        hands = hands_of(actor, handoff, today=today)
        opening.note("documents.listed", handoff)
        case = cases_for(actor, today=today).filter(pk=handoff.case_id).first()
        if case is not None:
            rows = own_documents(actor, today=today).filter(handoff=handoff)
            return _own_shelf(actor, case, rows, today=today, handoff=handoff)
        if Hand.RECEIVER not in hands:
            raise Http404
        found = list(shared_documents(handoff, facts_of(handoff), today=today).order_by("-added_at"))
        return Shelf(
            lines=_lines(found, may_read=False, today=today),
            case_id=handoff.case_id,
            reference=handoff.reference,
            is_own=False,
            may_read=True,
            may_write=False,
            handoff=handoff,
        )


def _own_shelf(
    actor: Actor, case: Case, rows: QuerySet[Document], *, today: date, handoff: Handoff | None = None
) -> Shelf:
    stands = relations(actor, case, today=today)
    is_closed = case.closed_on is not None
    may_read = allows(Act.READ_IDENTITY, stands, is_closed=is_closed)
    hands = hands_of(actor, handoff, today=today) if handoff else frozenset[Hand]()
    found = list(rows.select_related(*PEOPLE).order_by("-added_at"))
    return Shelf(
        lines=_lines(found, may_read=may_read, today=today),
        case_id=case.pk,
        reference=handoff.reference if handoff else case.reference,
        is_own=True,
        may_read=may_read,
        may_write=allows(Act.WRITE, stands, is_closed=is_closed),
        handoff=handoff,
        may_choose_part=handoff is not None and handoff.state in BEING_WRITTEN and bool(handoff.packed),
        may_share_later=handoff is not None and handoff.state not in ENDED and Hand.GIVER_LEAD in hands,
    )


def _lines(documents: Sequence[Document], *, may_read: bool, today: date) -> list[Line]:
    taken = taken_by_receivers(documents)
    return [_line(each, taken[each.pk], may_read=may_read, today=today) for each in documents]


def _line(document: Document, taken: int, *, may_read: bool, today: date) -> Line:
    because = may_read and document.removed_because is not None
    says = says_of_copies(document.most_copies, taken=taken) if document.is_shared else ""
    return Line(
        document=document,
        says_of_copies=says,
        is_over=is_over(document.readable_until, today=today),
        name=document.unseal("name") if may_read else "",
        removed_because=document.unseal("removed_because") if because else "",
    )


def read_document_to_change(*, document_id: UUID, actor: Actor, now: datetime) -> Document:
    """Return a document, without its file, on which this actor may act. Raises Http404."""
    with opened(actor, now=now):
        return document_for(actor, document_id, Act.WRITE, today=timezone.localdate(now))


def read_pages(*, document_id: UUID, first: int, actor: Actor, now: datetime) -> PagesRead:
    """Return some pages from one on, marked with who reads them now. Raises Http404, NotMade."""
    with opened(actor, now=now) as opening:
        found = readable_document(actor, document_id, today=timezone.localdate(now))
        document = found.document
        if not 1 <= first <= document.pages:
            raise Http404
        last = min(document.pages, first + PAGES_SHOWN - 1)
        opening.note("documents.read", document, [*what_of(document), pages_word(first, last)])
        content = keeping.fetch(document.pk, key_id=document.key)
        shown = remade.shown(
            content,
            FileType(document.file_type),
            mark_of(found, actor, now=now),
            first=first,
            most=PAGES_SHOWN,
        )
        taken = taken_by_receivers([document])[document.pk]
        return PagesRead(
            document=document,
            handoff_id=document.handoff_id,
            is_own=found.is_own,
            first=first,
            pages=shown.pages,
            pictures=shown.pictures,
            may_be_unmarked=found.may_be_unmarked,
            may_take=found.is_own or copies_left(document.most_copies, taken=taken) > 0,
            says_of_copies=says_of_copies(document.most_copies, taken=taken),
        )
