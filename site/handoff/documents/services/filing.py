"""Verbs of documents: put one down, show it with a draft at once, remove it for good."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for
from handoff.cases.models import Case
from handoff.cases.rules import Act
from handoff.disclosure.enums import Part
from handoff.documents import keeping
from handoff.documents.enums import DocumentKind, FileType
from handoff.documents.log import shown_words
from handoff.documents.models import Document
from handoff.documents.remade import Remade, remade
from handoff.documents.rules import LOOK_ONLY, Limit
from handoff.documents.scanning import Infected, refuse_infected
from handoff.documents.services.sharing import locked_document, share_in_transaction
from handoff.documents.signs import HEAD_BYTES, refusal_of, type_of
from handoff.documents.workshop.bounds import MOST_BYTES, MOST_BYTES_OF_A_CASE
from handoff.exceptions import Refused
from handoff.machine.access import handoff_for

TOO_LARGE = "20MBを超えています。小さくするか、分けて置いてください。"
CASE_IS_FULL = "このケースの書類が、合わせて200MBを超えます。いらない書類を取り除いてから、置いてください。"


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A file as it came in. `name` is sealed and used nowhere.

    `part` shows it to the receiver of a draft, as far as `limit` says.
    """

    kind: DocumentKind
    name: str
    content: bytes
    form_key: UUID
    handoff_id: UUID | None = None
    part: Part | None = None
    limit: Limit = LOOK_ONLY


def add_document(*, case_id: UUID, new: NewDocument, actor: Actor, now: datetime) -> Document:
    """Put a file down: looked into, scanned, made anew, sealed on the disk, and only then in the database.

    The same form sent again gives the document of the first time. Raises Http404, Refused with what to do
    instead, and what the vault raises.
    """
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now):
        case = case_for(actor, case_id, Act.WRITE, today=today)
        if known := case.documents.filter(form_key=new.form_key).first():
            return known
    made, kind = _made_harmless(case, new.content, actor=actor, now=now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.WRITE, today=today)
        # Whoever refers to the case meanwhile need not wait.
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        if known := case.documents.filter(form_key=new.form_key).first():
            return known
        _refuse_full(case, len(made.content))
        document = _begun(case, new, made, kind, actor=actor, now=now)
        if new.part is not None:
            share_in_transaction(document, new.part, new.limit, actor=actor, now=now)
        keeping.put(document.pk, made.content, key_id=case.key)
        document.save(force_insert=True)
        opening.note("documents.added", document, [new.kind, *shown_words(document)])
    return document


def _begun(
    case: Case, new: NewDocument, made: Remade, kind: FileType, *, actor: Actor, now: datetime
) -> Document:
    handoff = None
    if new.handoff_id is not None:
        handoff = handoff_for(actor, new.handoff_id, today=timezone.localdate(now))
        if handoff.case_id != case.pk:
            raise Refused("この引継ぎは、別のケースのものです。")
    document = Document(
        case=case,
        handoff=handoff,
        key=case.key,
        kind=new.kind,
        file_type=kind,
        size_bytes=len(made.content),
        pages=made.pages,
        added_by=actor.user,
        added_at=now,
        form_key=new.form_key,
    )
    document.seal(name=new.name or kind.label)
    return document


def remove_document(*, document_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Remove a file for good; a line stays that says who, when and why. Raises Http404, Refused."""
    assert actor.user is not None
    if not reason.strip():
        raise Refused("取り除くわけを書いてください。")
    with opened(actor, now=now) as opening:
        document = locked_document(actor, document_id, today=timezone.localdate(now))
        document.removed_by, document.removed_at = actor.user, now
        document.seal(removed_because=reason)
        document.save(update_fields=["removed_by", "removed_at", "removed_because"])
        opening.note("documents.removed", document, [document.kind])
    # Should this be cut off here, the sweeper does it: no row asks for the file any more.
    keeping.drop(document.pk)


def _made_harmless(case: Case, content: bytes, *, actor: Actor, now: datetime) -> tuple[Remade, FileType]:
    """Return the file made anew and what it is. Outside any transaction: it takes seconds. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    kind = type_of(content)
    if kind is None:
        raise Refused(refusal_of(content[:HEAD_BYTES]))
    try:
        refuse_infected(content)
    except Infected:
        with opened(actor, now=now) as opening:
            opening.note("documents.infected", case)
        raise
    return remade(content, kind), kind


def _refuse_full(case: Case, size: int) -> None:
    kept = case.documents.filter(removed_at=None).aggregate(bytes=Sum("size_bytes"))["bytes"] or 0
    if kept + size > MOST_BYTES_OF_A_CASE:
        raise Refused(CASE_IS_FULL)
