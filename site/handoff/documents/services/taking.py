"""Taking a copy away: by its own side as often as needed, by the receiver as often as was chosen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.documents import keeping, remade
from handoff.documents.access import Access, readable_document
from handoff.documents.enums import Copy, FileType
from handoff.documents.log import what_of
from handoff.documents.mark import mark_of, reference_of
from handoff.documents.models import TakenCopy
from handoff.documents.queries import taken_by_receivers
from handoff.documents.rules import copies_left, says_of_copies
from handoff.documents.services.sharing import lock_copies_in_transaction
from handoff.exceptions import Refused

CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
}


class NoCopyLeft(Refused):
    """The receiving side has taken all the copies that it may take, or may only look."""


@dataclass(frozen=True, kw_only=True)
class CopyGiven:
    """A copy to take away; its name says nothing but the reference."""

    content: bytes
    name: str
    content_type: str


def take_copy(*, document_id: UUID, copy: Copy, actor: Actor, now: datetime) -> CopyGiven:
    """Return a copy to print or to keep, marked with who takes it, and write down that it was taken.

    The file itself leaves only in the hands of the centre. Raises Http404, NoCopyLeft, NotMade; then nothing
    was taken.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        # Two presses at once: the second one counts the first.
        lock_copies_in_transaction(document_id)
        found = readable_document(actor, document_id, today=timezone.localdate(now))
        document, kind = found.document, FileType(found.document.file_type)
        if copy == Copy.UNMARKED and not found.may_be_unmarked:
            raise Http404
        number = None if found.is_own else _next_number(found)
        TakenCopy.objects.create(
            document=document,
            number=number,
            person=actor.user.person,
            agency_id=found.agency_id,
            is_marked=copy == Copy.MARKED,
            taken_at=now,
        )
        verb = "documents.copied" if copy == Copy.MARKED else "documents.copied_unmarked"
        opening.note(verb, document, what_of(document))
        content = keeping.fetch(document.pk, key_id=document.key)
        if copy == Copy.MARKED:
            content = remade.marked(content, kind, mark_of(found, actor, now=now, number=number))
            kind = kind if kind == FileType.PDF else FileType.JPEG
        return CopyGiven(
            content=content, name=f"{reference_of(document)}.{kind}", content_type=CONTENT_TYPES[kind]
        )


def _next_number(found: Access) -> int:
    document = found.document
    taken = taken_by_receivers([document])[document.pk]
    if not copies_left(document.most_copies, taken=taken):
        raise NoCopyLeft(says_of_copies(document.most_copies, taken=taken))
    return taken + 1
