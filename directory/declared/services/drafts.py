"""An entry is written, and taken back, before staff look at it."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from accounts.models import User
from directory.declared.enums import DraftState, DraftWay
from directory.declared.exceptions import DraftRefused, EntryHasChanged
from directory.declared.models import Declaration, Draft, Offer
from directory.declared.queries import base_of
from directory.declared.rules import FIELDS, EntryText
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from foundation.audit import chain
from foundation.transactions import assert_in_transaction

CHANGED = "開いてから今までに、ほかの方が書きかえました。下の違いを見て、もう一度お送りください。"


@transaction.atomic(durable=True)
def save_draft(
    *,
    agency: Agency,
    text: EntryText,
    base: int,
    said_by: str,
    way: DraftWay,
    actor: User,
    now: datetime,
) -> Draft:
    """Keep what an agency writes until staff approve it; whoever writes again changes what waits.

    `base` is the version that the writer has seen. Raises EntryHasChanged when it is another one by now.
    """
    draft = save_draft_in_transaction(
        agency=agency, text=text, base=base, said_by=said_by, way=way, actor=actor, now=now
    )
    chain.record("directory.entry_written", actor=actor, subject=draft, now=now, fields=["revision"])
    return draft


def save_draft_in_transaction(
    *,
    agency: Agency,
    text: EntryText,
    base: int,
    said_by: str,
    way: DraftWay,
    actor: User | None,
    now: datetime,
) -> Draft:
    """Do the same as a step of another verb, which writes the audit."""
    assert_in_transaction("save_draft")
    lock_agencies_in_transaction(agency)
    declaration, _ = Declaration.objects.get_or_create(agency=agency, defaults={"live": False})
    waiting = declaration.drafts.filter(state=DraftState.WAITING).first()
    if base != base_of(declaration, waiting):
        raise EntryHasChanged(CHANGED)
    draft = waiting or Draft(declaration=declaration)
    draft.revision = version_in_transaction(declaration, text, actor)
    draft.way, draft.said_by = way, said_by
    draft.written_at, draft.written_by = now, actor
    draft.save()
    return draft


def version_in_transaction(declaration: Declaration, text: EntryText, actor: User | None) -> Revision:
    """Write a version of a declaration that says this; the published row stays as it is."""
    assert_in_transaction("version")
    for name in FIELDS:
        setattr(declaration, name, getattr(text, name))
    declaration.offers = [
        Offer(
            service_id=each.service,
            capacity=each.capacity,
            conditions=dict(each.conditions),
            served=list(each.served),
            note=each.note,
            position=position,
        )
        for position, each in enumerate(text.offers)
    ]
    return declaration.save_revision(user=actor, clean=False)


@transaction.atomic(durable=True)
def withdraw_draft(*, agency: Agency, actor: User, now: datetime) -> None:
    """Take back what waits; what is published stays. Raises DraftRefused when nothing waits."""
    lock_agencies_in_transaction(agency)
    draft = Draft.objects.filter(declaration__agency=agency, state=DraftState.WAITING).first()
    if draft is None:
        raise DraftRefused("確認を待っている下書きは、もうありません。")
    draft.state, draft.decided_at, draft.decided_by = DraftState.WITHDRAWN, now, actor
    draft.save(update_fields=["state", "decided_at", "decided_by"])
    chain.record("directory.entry_withdrawn", actor=actor, subject=draft, now=now, fields=["state"])
