"""Files are put on the shelf of a community and taken off it."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.models import Event
from events.services.attachments import Upload
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction
from outreach.study_groups.enums import Action, ShelfReader
from outreach.study_groups.limits import SHELF_REMOVED_AFTER
from outreach.study_groups.models import Community, ShelfItem

from .steps import hold_in_transaction


@transaction.atomic(durable=True)
def put_on_shelf(
    *,
    community: Community,
    uploads: Sequence[Upload],
    event: Event | None,
    reader: ShelfReader,
    open_until: date | None,
    actor: User,
    now: datetime,
) -> list[ShelfItem]:
    """Keep files that were looked into, under names that say nothing. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.FILL_SHELF, actor=actor, now=now).community
    made = []
    for upload in uploads:
        item = ShelfItem(
            community=held,
            event=event,
            title=upload.title,
            size=upload.content.size,
            reader=reader,
            open_until=open_until,
            added_by=actor,
            added_at=now,
        )
        item.file.save(f"{secrets.token_hex(8)}.{upload.suffix}", upload.content)
        made.append(item)
    for item in made:
        chain.record("study_groups.shelved", actor=actor, subject=item, now=now)
    return made


@transaction.atomic(durable=True)
def take_off_shelf(*, item: ShelfItem, actor: User, now: datetime) -> None:
    """Take a file away; the storage forgets it once the transaction has committed. Raises GroupRefused."""
    hold_in_transaction(item.community, Action.FILL_SHELF, actor=actor, now=now)
    _take_off_in_transaction(item, actor=actor, now=now)


@transaction.atomic(durable=True)
def take_off_due_files(*, now: datetime) -> int:
    """Take away all files whose last day has been over for long enough; returns how many."""
    today = timezone.localdate(now)
    last = today - timedelta(days=limit(SHELF_REMOVED_AFTER, on=today))
    due = list(ShelfItem.objects.filter(open_until__lte=last).select_for_update().order_by("pk"))
    for item in due:
        _take_off_in_transaction(item, actor=None, now=now)
    return len(due)


def _take_off_in_transaction(item: ShelfItem, *, actor: User | None, now: datetime) -> None:
    assert_in_transaction("take_off_shelf")
    chain.record("study_groups.unshelved", actor=actor, subject=item, now=now)
    transaction.on_commit(partial(item.file.storage.delete, str(item.file.name)))
    item.delete()
