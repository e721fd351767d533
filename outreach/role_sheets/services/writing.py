"""What is typed is saved; what two people wrote at once is put together, or somebody chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.role_sheets.content import Content, whole
from outreach.role_sheets.differences import differences, merged
from outreach.role_sheets.exceptions import SheetRefused, SomebodyElseWrote
from outreach.role_sheets.models import SheetEdit, SheetVersion
from outreach.role_sheets.rules import may_write, what_is_wrong

from .steps import insist, locked_in_transaction

STALE = "この画面は古くなっています。開き直してください。書いたものは、下に残っています。"
TOO_MUCH = "長すぎるところや、多すぎるところがあります。"


@dataclass(frozen=True)
class Saved:
    """What a saving did: how many texts changed, and how many of somebody else's are in it as well."""

    changed: int
    taken_over: int


@transaction.atomic(durable=True)
def save_content(
    *,
    version: SheetVersion,
    seen: int,
    content: Content,
    chosen: Mapping[str, str],
    against: int | None = None,
    is_desk: bool,
    actor: User,
    now: datetime,
) -> Saved:
    """Save what somebody typed into the form that was drawn from edition `seen`.

    When others have saved since, both are put together. Raises SomebodyElseWrote while both changed the same
    thing in two ways and `chosen` does not say whose stands, and SheetRefused. What was chosen counts for the
    words that were read then: those of edition `against`.
    """
    held = locked_in_transaction(version)
    if held.sheet.keeper_id is None:
        insist(may_write(held.state, is_desk=is_desk))
    base = held.edits.filter(edition=seen).first()
    if base is None or (not is_desk and seen < held.sent_edition):
        raise SheetRefused(STALE)
    together = merged(base.content, content, held.content, chosen if against == held.edition else {})
    if together.conflicts:
        raise SomebodyElseWrote(together, held.edition)
    words = whole(together.content)
    if what_is_wrong(words):
        raise SheetRefused(TOO_MUCH)
    changed = differences(held.content, words)
    if changed:
        _keep_in_transaction(held, words, len(changed), actor=actor, now=now)
    return Saved(len(changed), len(together.taken_over))


def _keep_in_transaction(
    held: SheetVersion, words: dict[str, str], changed: int, *, actor: User, now: datetime
) -> None:
    assert_in_transaction("keep_content")
    held.content, held.edition = words, held.edition + 1
    held.save(update_fields=["content", "edition"])
    SheetEdit.objects.create(
        version=held,
        edition=held.edition,
        content=words,
        changed=changed,
        saved_at=now,
        saved_by=actor,
    )
    fields = [f"version:{held.number}", f"edition:{held.edition}"]
    chain.record("role_sheets.written", actor=actor, subject=held.sheet, now=now, fields=fields)
