"""Staff look at what was written: it is published, sent back, or brought back from the history."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.declared import letters
from directory.declared.enums import DraftState, DraftWay
from directory.declared.exceptions import DraftRefused
from directory.declared.models import Declaration, Draft
from directory.declared.queries import base_of, entry_in
from directory.finding.services import index_agencies_in_transaction
from directory.services import lock_agencies_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .drafts import version_in_transaction

NOT_AS_SEEN = "画面を開いてから今までに、内容が変わりました。もう一度見てから、決めてください。"


def seen(draft: Draft) -> str:
    """Return what a reader of this draft has seen: its version, and the one that is published."""
    return f"{draft.revision_id}-{draft.declaration.live_revision_id or 0}"


@transaction.atomic(durable=True)
def approve_draft(*, draft: Draft, as_seen: str, actor: User, now: datetime) -> None:
    """Publish what waits, tell the agency by mail that it is, and take its day as the day of its word.

    Raises DraftRefused when it waits no more, or is not what the reader saw.
    """
    draft = _lock_in_transaction(draft, as_seen)
    _decide_in_transaction(draft, DraftState.APPROVED, actor=actor, now=now)
    _publish_in_transaction(draft, actor=actor, now=now)
    letters.queue_published_in_transaction(draft, now=now)
    chain.record("directory.entry_published", actor=actor, subject=draft, now=now, fields=["state"])


@transaction.atomic(durable=True)
def send_back_draft(*, draft: Draft, as_seen: str, reason: str, actor: User, now: datetime) -> None:
    """Ask the agency to write something else; the mail does not say what. Raises DraftRefused."""
    draft = _lock_in_transaction(draft, as_seen)
    draft.reason = reason
    _decide_in_transaction(draft, DraftState.SENT_BACK, actor=actor, now=now)
    letters.queue_sent_back_in_transaction(draft, now=now)
    chain.record("directory.entry_sent_back", actor=actor, subject=draft, now=now, fields=["state", "reason"])


@transaction.atomic(durable=True)
def restore_version(*, draft: Draft, actor: User, now: datetime) -> Draft:
    """Publish an approved version of before once more; nobody's word gets a newer day by it.

    Raises DraftRefused while something waits, because it was written on another ground.
    """
    agency = draft.declaration.agency
    lock_agencies_in_transaction(agency)
    declaration = Declaration.objects.get(agency=agency)
    if draft.state != DraftState.APPROVED:
        raise DraftRefused("もどせるのは、公開したことのある内容だけです。")
    if declaration.drafts.filter(state=DraftState.WAITING).exists():
        raise DraftRefused("確認を待っている下書きがあります。先に、公開するか、直してもらってください。")
    if draft.revision_id == base_of(declaration, None):
        raise DraftRefused("いま公開している内容です。")
    restored = Draft.objects.create(
        declaration=declaration,
        revision=version_in_transaction(declaration, entry_in(draft.revision), actor),
        state=DraftState.APPROVED,
        way=DraftWay.RESTORED,
        said_by=draft.said_by,
        written_at=now,
        written_by=actor,
        decided_at=now,
        decided_by=actor,
    )
    _publish_in_transaction(restored, actor=actor, now=now)
    chain.record("directory.entry_restored", actor=actor, subject=restored, now=now, fields=["revision"])
    return restored


def _lock_in_transaction(draft: Draft, as_seen: str) -> Draft:
    assert_in_transaction("lock")
    lock_agencies_in_transaction(draft.declaration.agency)
    current = Draft.objects.select_related("declaration__agency", "revision").get(pk=draft.pk)
    if current.state != DraftState.WAITING:
        raise DraftRefused("この下書きは、もう待っていません。")
    if as_seen != seen(current):
        raise DraftRefused(NOT_AS_SEEN)
    return current


def _decide_in_transaction(draft: Draft, state: DraftState, *, actor: User, now: datetime) -> None:
    assert_in_transaction("decide")
    draft.state, draft.decided_at, draft.decided_by = state, now, actor
    draft.save(update_fields=["state", "decided_at", "decided_by", "reason"])


def _publish_in_transaction(draft: Draft, *, actor: User, now: datetime) -> None:
    assert_in_transaction("publish")
    draft.revision.publish(user=actor, log_action=False, skip_permission_checks=True)
    if draft.way != DraftWay.RESTORED:
        said_on = timezone.localdate(draft.written_at)
        row = Declaration.objects.filter(pk=draft.declaration_id)
        row.update(confirmed_on=said_on, confirmed_by=draft.said_by, confirmed_way="")
    index_agencies_in_transaction([draft.declaration.agency_id], today=timezone.localdate(now))
    clear_public_pages_in_transaction()
