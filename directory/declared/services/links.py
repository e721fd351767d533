"""Links that open the form of one agency once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.declared import letters
from directory.declared.enums import DraftWay, LinkWay
from directory.declared.exceptions import LinkNotUsable, NoAddress, NoOpenLink
from directory.declared.limits import LINK_HOLDS
from directory.declared.models import Draft, EntryLink
from directory.declared.queries import open_link
from directory.declared.rules import EntryText
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from directory.tokens import hash_token, new_token
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction

from .drafts import save_draft_in_transaction


@transaction.atomic(durable=True)
def make_link(*, agency: Agency, way: LinkWay, actor: User, now: datetime) -> tuple[EntryLink, str]:
    """Make a link, by mail at once; returns it with its token, which is stored nowhere.

    An earlier one that nobody used is void from now on. Raises NoAddress.
    """
    link, token = make_link_in_transaction(agency=agency, way=way, actor=actor, now=now)
    chain.record("directory.entry_link_made", actor=actor, subject=link, now=now, fields=["way"])
    return link, token


def make_link_in_transaction(
    *, agency: Agency, way: LinkWay, actor: User | None, now: datetime
) -> tuple[EntryLink, str]:
    """Do the same as a step of another verb, which writes the audit."""
    assert_in_transaction("make_link")
    if way == LinkWay.MAIL and not agency.email:
        raise NoAddress("事業所のメールがありません。書き加えるか、紙に印刷してください。")
    lock_agencies_in_transaction(agency)
    _revoke(agency, now)
    token = new_token()
    holds = timedelta(days=limit(LINK_HOLDS, on=timezone.localdate(now)))
    link = EntryLink.objects.create(
        agency=agency,
        token_hash=hash_token(token),
        way=way,
        made_at=now,
        made_by=actor,
        expires_at=now + holds,
    )
    if way == LinkWay.MAIL:
        letters.queue_link_in_transaction(link, token, now=now)
    return link, token


@transaction.atomic(durable=True)
def revoke_link(*, agency: Agency, actor: User, now: datetime) -> None:
    """Make the open link of an agency void. Raises NoOpenLink where there is none."""
    lock_agencies_in_transaction(agency)
    if not _revoke(agency, now):
        raise NoOpenLink("使えるリンクは、ありません。もう使われたか、取り消されています。")
    chain.record("directory.entry_link_revoked", actor=actor, subject=agency, now=now)


@transaction.atomic(durable=True)
def save_draft_by_link(*, token: str, text: EntryText, base: int, said_by: str, now: datetime) -> Draft:
    """Keep what somebody wrote with a link, which opens nothing from now on.

    Raises LinkNotUsable, and EntryHasChanged, after which the link still works.
    """
    link = open_link(hash_token(token), now=now, for_update=True)
    if link is None:
        raise LinkNotUsable
    draft = save_draft_in_transaction(
        agency=link.agency,
        text=text,
        base=base,
        said_by=said_by,
        way=DraftWay.LINK,
        actor=None,
        now=now,
    )
    link.used_at = now
    link.save(update_fields=["used_at"])
    chain.record("directory.entry_written", actor=None, subject=draft, now=now, fields=["revision"])
    return draft


def _revoke(agency: Agency, now: datetime) -> int:
    unused = EntryLink.objects.filter(agency=agency, used_at__isnull=True, revoked_at__isnull=True)
    return unused.update(revoked_at=now)
