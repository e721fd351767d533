"""Which documents somebody reads: those of their cases, and as receiver those of a part that is open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from handoff.actors import Actor
from handoff.cases.access import case_for, cases_for
from handoff.cases.rules import Act
from handoff.disclosure.enums import Part
from handoff.machine.access import handoff_for, hands_of, readable_now
from handoff.machine.enums import Hand
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of
from handoff.machine.rules import HandoffFacts

from .models import Document, PaperCopy
from .rules import is_over


@dataclass(frozen=True, kw_only=True)
class Access:
    """A document as somebody reads it: for whom they read, and whether it is one of their own side."""

    document: Document
    is_own: bool
    agency_id: int | None
    handoff: Handoff | None

    @property
    def may_be_unmarked(self) -> bool:
        """Whether the file itself may leave: in the hands of the centre alone, and of its own cases."""
        return self.is_own and self.agency_id is None


def own_documents(actor: Actor, *, today: date) -> QuerySet[Document]:
    """Return the documents of the cases that this actor sees, with those that were removed."""
    return Document.objects.filter(case__in=cases_for(actor, today=today).values("pk"))


def shared_documents(handoff: Handoff, facts: HandoffFacts, *, today: date) -> QuerySet[Document]:
    """Return what the receiver of a hand-off may read of its documents now."""
    readable = readable_now(handoff, facts, today=today)
    still = Q(readable_until=None) | Q(readable_until__gte=today)
    return Document.objects.filter(still, handoff=handoff, removed_at=None, part__in=readable)


def document_for(actor: Actor, document_id: UUID, act: Act, *, today: date) -> Document:
    """Return a document of a case on which this actor may do this. Raises Http404, also once removed."""
    found = own_documents(actor, today=today).filter(pk=document_id, removed_at=None)
    document = found.select_related("case__agency", "handoff__performer").first()
    if document is None:
        raise Http404
    case_for(actor, document.case_id, act, today=today)
    return document


def followed_document(actor: Actor, document_id: UUID, act: Act, *, today: date) -> Document:
    """Return a document whose log this actor may read or write: of its own side, also once it was removed.

    Raises Http404.
    """
    people = ("case", "handoff__performer", "added_by__person", "removed_by__person")
    found = own_documents(actor, today=today).filter(pk=document_id).select_related(*people).first()
    if found is None:
        raise Http404
    case_for(actor, found.case_id, act, today=today)
    return found


def paper_copy_for(actor: Actor, paper_id: UUID, *, today: date) -> PaperCopy:
    """Return a line of the paper copies that this actor may write on. Raises Http404."""
    kept = own_documents(actor, today=today).values("pk")
    found = PaperCopy.objects.filter(pk=paper_id, document__in=kept).select_related("document").first()
    if found is None:
        raise Http404
    followed_document(actor, found.document_id, Act.READ_IDENTITY, today=today)
    return found


def readable_document(actor: Actor, document_id: UUID, *, today: date) -> Access:
    """Return a document whose file this actor may read now. Raises Http404 for every other, as for none.

    On its own side that is who may read who the case is about; on the other side the receiver, as long as
    the part to which it belongs is open and stands in the ledger as open, and no later than was chosen.
    """
    if own_documents(actor, today=today).filter(pk=document_id).exists():
        document = document_for(actor, document_id, Act.READ_IDENTITY, today=today)
        return Access(
            document=document, is_own=True, agency_id=document.case.agency_id, handoff=document.handoff
        )
    row = Document.objects.filter(pk=document_id, removed_at=None, handoff__isnull=False).first()
    if row is None or row.handoff_id is None:
        raise Http404
    handoff = handoff_for(actor, row.handoff_id, today=today)
    facts = facts_of(handoff)
    is_open = row.is_shared and Part(row.part) in readable_now(handoff, facts, today=today)
    is_open = is_open and not is_over(row.readable_until, today=today)
    if Hand.RECEIVER not in hands_of(actor, handoff, today=today) or not is_open:
        raise Http404
    return Access(document=row, is_own=False, agency_id=handoff.performer_id, handoff=handoff)
