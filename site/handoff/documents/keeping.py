"""Where the sealed files lie: one for each document, by its number; whatever has no row is swept."""

import os
import stat
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.conf import settings

from handoff.vault import store
from handoff.vault.exceptions import StoreUnavailable
from handoff.vault.files import open_file, seal_file

SUFFIX = ".sealed"
# A file is never changed: what is brought anew is another document.
VERSION = 1


def folder() -> Path:
    """Return the folder of the sealed files. Raises StoreUnavailable when it is not there."""
    place = Path(settings.DOCUMENT_FOLDER) if settings.DOCUMENT_FOLDER else None
    if place is None:
        raise StoreUnavailable("PRIVATE_DOCUMENT_FOLDER is not set")
    if not place.is_dir():
        raise StoreUnavailable(f"PRIVATE_DOCUMENT_FOLDER: {place} is not there")
    return place


def refuse_open_folder() -> None:
    """Raise StoreUnavailable when the folder is not there, is another account's or is open to others."""
    with store.reached():
        found = folder().stat()
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        raise StoreUnavailable(
            f"PRIVATE_DOCUMENT_FOLDER: {settings.DOCUMENT_FOLDER} must belong to this account, with mode 0700"
        )


def put(document_id: UUID, content: bytes, *, key_id: UUID) -> None:
    """Seal a file and return only when the disk holds it; without a committed row it is swept later.

    Raises StoreUnavailable and what the vault raises.
    """
    seal_file(BytesIO(content), _place(document_id), document_id=document_id, key_id=key_id, version=VERSION)


def fetch(document_id: UUID, *, key_id: UUID) -> bytes:
    """Return a whole file, found true to its last byte. Raises what the vault raises."""
    opened = open_file(_place(document_id), document_id=document_id, key_id=key_id, version=VERSION)
    with opened as plain:
        return plain.read()


def drop(document_id: UUID) -> None:
    """Delete a file; again does no harm. Raises StoreUnavailable."""
    with store.reached():
        _place(document_id).unlink(missing_ok=True)
        store.sync(folder())


def lost(known: Iterable[UUID], *, made_before: datetime) -> list[Path]:
    """Return the files, written before a moment, that belong to no document, and what killed writers left.

    A file is written before its row is committed: young ones are left out. Raises StoreUnavailable.
    """
    kept = {f"{each}{SUFFIX}" for each in known}
    with store.reached():
        return [
            file
            for file in folder().iterdir()
            if file.name not in kept and file.stat().st_mtime < made_before.timestamp()
        ]


def sweep(files: Iterable[Path]) -> None:
    """Delete files that were found lost. Raises StoreUnavailable."""
    with store.reached():
        for file in files:
            file.unlink(missing_ok=True)
        store.sync(folder())


def _place(document_id: UUID) -> Path:
    return folder() / f"{document_id}{SUFFIX}"
