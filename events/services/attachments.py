"""Files that belong to an event: kept under a name that says nothing, removed together with their row."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from events.models import Attachment, Event
from foundation.transactions import assert_in_transaction

if TYPE_CHECKING:
    from django.core.files.base import File


@dataclass(frozen=True)
class Upload:
    """A file that has been looked into: what readers see as its title, its kind as a suffix such as `pdf`."""

    title: str
    suffix: str
    content: "File[bytes]"


def attach_in_transaction(event: Event, uploads: Sequence[Upload]) -> None:
    """Keep new files with an event."""
    assert_in_transaction("attach")
    for upload in uploads:
        attachment = Attachment(event=event, title=upload.title, size=upload.content.size)
        attachment.file.save(f"{secrets.token_hex(8)}.{upload.suffix}", upload.content)


def detach_in_transaction(event: Event, attachments: Collection[int]) -> None:
    """Remove files of this event, by id; the storage forgets them once the transaction has committed."""
    assert_in_transaction("detach")
    for attachment in event.attachments.filter(pk__in=attachments):
        transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))
        attachment.delete()
