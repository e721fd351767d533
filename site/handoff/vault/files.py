"""Whole files, sealed in pieces (Cobblestone-256) and bound to document, key and version.

A file is read out only after its last byte was found true: a cut one looks whole until then.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from . import store
from .binding import bound_to
from .exceptions import FileExists, FileMissing, SealBroken, StoreUnavailable
from .sealing import derived

PIECE_BYTES = 1024 * 1024


def seal_file(source: IO[bytes], target: Path, *, document_id: UUID, key_id: UUID, version: int) -> int:
    """Write the source sealed to a new file; returns how many bytes it had. The disk holds it on return.

    Nothing is left of it when it fails. Raises FileExists, StoreUnavailable, and what `store.data_key` does.
    """
    cipher = Cobblestone256Encryptor(_file_key(key_id), _context(document_id, key_id, version))
    fresh = target.with_name(f".{target.name}.{uuid4().hex}.new")
    with _disk():
        try:
            size = _write_sealed(cipher, source, fresh)
            # Unlike a renaming it never takes the place of another file.
            target.hardlink_to(fresh)
        except FileExistsError:
            raise FileExists(target.name) from None
        finally:
            fresh.unlink(missing_ok=True)
        store.sync(target.parent)
    return size


def _write_sealed(cipher: Cobblestone256Encryptor, source: IO[bytes], fresh: Path) -> int:
    size = 0
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := source.read(PIECE_BYTES):
            size += len(piece)
            file.write(cipher.update(piece))
        file.write(cipher.finalize())
        file.flush()
        os.fsync(handle)
    return size


def open_file(path: Path, *, document_id: UUID, key_id: UUID, version: int) -> IO[bytes]:
    """Return the opened file from its beginning: in memory, without a name, gone when it is closed.

    Raises SealBroken when a byte was changed, cut off or added, or it belongs to another document, key or
    version; FileMissing, StoreUnavailable, and what `store.data_key` raises.
    """
    cipher = Cobblestone256Decryptor(_file_key(key_id), _context(document_id, key_id, version))
    with _disk():
        # Not the disk: a deleted file's bytes stay there.
        plain = os.fdopen(os.memfd_create("opened", os.MFD_CLOEXEC), "w+b")
        try:
            _write_opened(cipher, path, plain)
        except BaseException:
            plain.close()
            raise
    return plain


def _write_opened(cipher: Cobblestone256Decryptor, path: Path, plain: IO[bytes]) -> None:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                plain.write(cipher.update(piece))
        plain.write(cipher.finalize())
    except FileNotFoundError:
        raise FileMissing(path.name) from None
    except (InvalidTag, ValueError):
        raise SealBroken(f"the file {path.name} does not open") from None
    plain.seek(0)


def _file_key(key_id: UUID) -> bytes:
    return derived(store.data_key(key_id), "file")


def _context(document_id: UUID, key_id: UUID, version: int) -> bytes:
    return bound_to("tsunagu sealed file", document_id, key_id, version)


@contextmanager
def _disk() -> Iterator[None]:
    """Turn whatever the disk refuses into StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"a sealed file cannot be used: {error.strerror}") from None
