"""Verbs of showing: to a receiver within a part, how far, less or more of it later, no longer."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.transactions import assert_in_transaction, lock_name_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.rules import Act
from handoff.disclosure.enums import Part
from handoff.documents.access import document_for
from handoff.documents.log import shown_words
from handoff.documents.models import Document
from handoff.documents.rules import LOOK_ONLY, Limit, is_over, loosens, may_be_set
from handoff.exceptions import Refused, obey
from handoff.machine.access import hands_of, readable_now
from handoff.machine.enums import BEING_WRITTEN, ENDED, Hand, Provision, State
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of
from handoff.machine.services.ledger import write_in_ledger_in_transaction

NOT_PACKED = "その書類は、この引継ぎに入っていません。先に「書きなおす」で、その書類を書いてください。"
NOT_THEIRS = "送ったあとに見せるものを増やせるのは、置いた人とは別の、責任者です。"
OVER = "この引継ぎは終わったので、相手に見せるものを増やせません。"
NOT_SHOWN = "この書類は、相手に見せていません。先に「相手に見せる」を押してください。"
FIELDS = ["part", "shared_by", "shared_at", "is_shared_in_draft", "most_copies", "readable_until"]


def share_document(
    *, document_id: UUID, part: Part, limit: Limit = LOOK_ONLY, actor: Actor, now: datetime
) -> None:
    """Let a document of a hand-off belong to one of its parts, with which it opens and closes.

    `limit` says how far the receiver may go: look, or take copies as well, and until which day.
    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        document = locked_document(actor, document_id, today=timezone.localdate(now))
        share_in_transaction(document, part, limit, actor=actor, now=now)
        document.save(update_fields=FIELDS)
        opening.note("documents.shared", document, shown_words(document))


def share_in_transaction(
    document: Document, part: Part, limit: Limit, *, actor: Actor, now: datetime
) -> None:
    """Write into a document that it belongs to a part, and how far; it is not saved yet.

    A draft is rewritten by it, so whoever approves sees it; after that it takes another person, who leads,
    and where the part is open the ledger has it. Raises Refused.
    """
    assert_in_transaction("share")
    assert actor.user is not None
    today = timezone.localdate(now)
    if document.handoff_id is None:
        raise Refused("引継ぎの書類だけを、相手に見せられます。引継ぎのページから置いてください。")
    _refuse_past(limit, today=today)
    rows = Handoff.objects.select_for_update(of=("self",))
    handoff = rows.select_related("basis", "safeguard", "performer").get(pk=document.handoff_id)
    hands = hands_of(actor, handoff, today=today)
    if part not in handoff.packed:
        raise Refused(NOT_PACKED)
    is_draft = handoff.state in BEING_WRITTEN
    if handoff.state in ENDED:
        raise Refused(OVER)
    if Hand.GIVER not in hands or not (
        is_draft or (Hand.GIVER_LEAD in hands and document.added_by_id != actor.user.pk)
    ):
        raise Refused(NOT_THEIRS)
    was_shown = document.part == part and not is_over(document.readable_until, today=today)
    document.part, document.shared_by, document.shared_at = part, actor.user, now
    document.is_shared_in_draft = is_draft
    _put(document, limit)
    if is_draft:
        handoff.state, handoff.version = State.DRAFT, handoff.version + 1
        handoff.author, handoff.changed_at = actor.user, now
        handoff.save(update_fields=["state", "version", "author", "changed_at"])
    elif not was_shown and part in readable_now(handoff, facts_of(handoff), today=today):
        write_in_ledger_in_transaction(handoff, [(Provision.OPENED, part)], now=now)


def change_limit(*, document_id: UUID, limit: Limit, actor: Actor, now: datetime) -> None:
    """Show a document less far or farther to its receiver, from this moment.

    Less waits for nobody. More is decided as showing is: in a draft by whoever writes it, which is approved
    anew, and after sending by somebody else, who leads. Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        today = timezone.localdate(now)
        document = locked_document(actor, document_id, today=today)
        if not document.is_shared:
            raise Refused(NOT_SHOWN)
        if loosens(limit, was=document.limit):
            share_in_transaction(document, Part(document.part), limit, actor=actor, now=now)
        else:
            _refuse_past(limit, today=today)
            _put(document, limit)
        document.save(update_fields=FIELDS)
        opening.note("documents.limited", document, shown_words(document))


def withhold_document(*, document_id: UUID, actor: Actor, now: datetime) -> None:
    """Show a document to its receiver no longer, from this moment; it waits for nobody. Raises Http404."""
    with opened(actor, now=now) as opening:
        document = locked_document(actor, document_id, today=timezone.localdate(now))
        was = shown_words(document)
        document.part, document.shared_by, document.shared_at = "", None, None
        document.is_shared_in_draft = False
        _put(document, LOOK_ONLY)
        document.save(update_fields=FIELDS)
        opening.note("documents.withheld", document, was)


def lock_copies_in_transaction(document_id: UUID) -> None:
    """Let whoever takes a copy of a document, or says how far it is shown, wait for the other.

    A receiver may not change the row itself, and so cannot lock it.
    """
    assert_in_transaction("lock_copies")
    lock_name_in_transaction(f"documents:{document_id}")


def locked_document(actor: Actor, document_id: UUID, *, today: date) -> Document:
    """Return a document as it is once nobody else changes it. Raises Http404, also once removed."""
    lock_copies_in_transaction(document_id)
    return document_for(actor, document_id, Act.WRITE, today=today)


def _put(document: Document, limit: Limit) -> None:
    document.most_copies, document.readable_until = limit.most_copies, limit.until


def _refuse_past(limit: Limit, *, today: date) -> None:
    obey(may_be_set(limit, today=today))
