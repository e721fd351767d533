"""Papers come in by hand or from the copier's folder: each file once, drawn by a job, then dropped."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from events.paper.enums import ScanSource, ScanState
from events.paper.exceptions import KnownAlready
from events.paper.models import Scan, ScanPage
from events.pictures import NotDrawn, drawn
from foundation.audit import chain
from foundation.jobs import defer
from foundation.transactions import assert_in_transaction

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

READ_JOB = "events.read_scan"


@dataclass(frozen=True)
class Incoming:
    """A file that came from the copier, with what it says or why it says nothing."""

    digest: str
    received_at: datetime
    pages: tuple[Path, ...] = ()
    why: str = ""


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def is_known(digest: str) -> bool:
    """Return whether this very file came in before and has not been forgotten."""
    return Scan.objects.filter(digest=digest).exists()


@transaction.atomic(durable=True)
def take_in_by_hand(*, content: bytes, received_at: datetime, actor: User, now: datetime) -> Scan:
    """Keep a file until a job has looked at it. Raises KnownAlready."""
    scan, is_new = Scan.objects.get_or_create(
        digest=digest_of(content),
        defaults={
            "source": ScanSource.HAND,
            "received_at": received_at,
            "arrived_at": now,
            "taken_by": actor,
        },
    )
    if not is_new:
        raise KnownAlready
    scan.unread_file.save(secrets.token_hex(12), ContentFile(content))
    defer(READ_JOB, scan_id=scan.pk)
    chain.record("events.scan_taken_in", actor=actor, subject=scan, now=now)
    return scan


@transaction.atomic(durable=True)
def take_in_from_folder(*, incoming: Incoming, now: datetime) -> Scan:
    """Keep what the copier left: its pages, or the word that it could not be read; the same file once."""
    read = not incoming.why
    scan, is_new = Scan.objects.get_or_create(
        digest=incoming.digest,
        defaults={
            "source": ScanSource.FOLDER,
            "received_at": min(incoming.received_at, now),
            "arrived_at": now,
            "state": ScanState.READ if read else ScanState.UNREADABLE,
            "why": incoming.why,
        },
    )
    if is_new:
        _keep_pages_in_transaction(scan, incoming.pages)
        chain.record("events.scan_taken_in", actor=None, subject=scan, now=now)
    return scan


def read_scan(*, scan_id: int) -> None:
    """Draw the pages of a file that was given by hand; what cannot be read says so. Twice is once."""
    scan = Scan.objects.filter(pk=scan_id, state=ScanState.ARRIVED).first()
    if scan is None:
        return
    try:
        with scan.unread_file.open() as file:
            content = file.read()
        with drawn(content) as pictures:
            _read(scan_id, pictures.pages, why="")
    except NotDrawn as refused:
        _read(scan_id, (), why=str(refused))
    except FileNotFoundError:
        _read(scan_id, (), why="ファイルがなくなりました。")


@transaction.atomic(durable=True)
def _read(scan_id: int, pages: Sequence[Path], *, why: str) -> None:
    scan = Scan.objects.select_for_update().filter(pk=scan_id, state=ScanState.ARRIVED).first()
    if scan is None:
        return
    _keep_pages_in_transaction(scan, pages)
    drop_after_commit(scan.unread_file)
    scan.unread_file = ""
    scan.state, scan.why = (ScanState.UNREADABLE if why else ScanState.READ), why
    scan.save(update_fields=["unread_file", "state", "why"])


def drop_after_commit(file: "FieldFile") -> None:
    """Let the storage forget a file once the transaction has committed."""
    assert_in_transaction("drop_file")
    if file:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


def _keep_pages_in_transaction(scan: Scan, pages: Sequence[Path]) -> None:
    assert_in_transaction("keep_pages")
    for number, path in enumerate(pages, 1):
        ScanPage(scan=scan, number=number).picture.save("page.png", ContentFile(path.read_bytes()))
