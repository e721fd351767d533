"""Letters of communities are queued: once for each address, and by day."""

from collections.abc import Collection
from datetime import datetime

from events import quiet
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.study_groups import letters


def tell_in_transaction(
    told: letters.Told,
    addresses: Collection[str],
    *,
    cause: str,
    now: datetime,
    needed_by: datetime | None = None,
) -> int:
    """Queue a letter once for each address, by its cause; returns how many.

    It leaves by day, on an open day, unless that is too late for what it is `needed_by`.
    """
    assert_in_transaction("tell")
    for number, address in enumerate(sorted(set(addresses)), start=1):
        queue_mail_in_transaction(
            to=address,
            subject=told.subject,
            text=told.text,
            cause=f"{cause}:{number}",
            now=now,
            leaves_at=quiet.leaves_at(now, needed_by=needed_by),
        )
    return len(set(addresses))
