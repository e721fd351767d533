"""The store of data keys: one small file each, in a folder of its own (`PRIVATE_KEY_STORE`).

Copies of the folder are kept for 35 days at most, so a destroyed key is gone everywhere after that, and with
it whatever it sealed, in every backup. A key's file is on the disk before the caller's transaction commits;
a rollback leaves it without a row (`orphans`).
"""

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from . import opened, wrapping
from .exceptions import KeyExists, KeyMissing, StoreUnavailable

# The key of the index of names; every other name is a UUID.
INDEX = "index"
KEYS, SUFFIX, UNFINISHED = "keys", ".key", ".new"
LOCK = ".lock"
OPEN_TO_OTHERS = 0o077


def folder() -> Path:
    """Return the store's folder. Raises StoreUnavailable when it is not there."""
    place = Path(settings.KEY_STORE) if settings.KEY_STORE else None
    if place is None:
        raise StoreUnavailable("PRIVATE_KEY_STORE is not set")
    if not place.is_dir():
        raise StoreUnavailable(f"PRIVATE_KEY_STORE: {place} is not there")
    return place


def refuse_open_folder() -> None:
    """Raise StoreUnavailable when the store is not there, belongs to another account or is open to others."""
    with reached():
        found = folder().stat()
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        raise StoreUnavailable(
            f"PRIVATE_KEY_STORE: {settings.KEY_STORE} must belong to this account and have mode 0700"
        )


def create(key_id: UUID) -> None:
    """Make a new data key and put it on the disk. Raises KeyExists, KeysUnusable, StoreUnavailable."""
    name = _named(key_id)
    with reached(), changing():
        if _place(name).exists():
            raise KeyExists(name)
        _write(name, wrapping.new_data_key())


def data_key(key_id: UUID) -> bytes:
    """Return a data key.

    Raises KeyMissing, WrappingKeyMissing, SealBroken, KeysUnusable, StoreUnavailable.
    """
    return opened.kept(_named(key_id), _read)


def index_key() -> bytes:
    """Return the key of the index of names, made when it is first asked for. Raises as `data_key`."""
    try:
        return opened.kept(INDEX, _read)
    except KeyMissing:
        with reached(), changing():
            if not _place(INDEX).exists():
                _write(INDEX, wrapping.new_data_key())
    return opened.kept(INDEX, _read)


def destroy(key_id: UUID) -> None:
    """Destroy a data key at once; what it sealed can be read by nobody. Again does no harm.

    Raises StoreUnavailable.
    """
    name = _named(key_id)
    with reached(), changing():
        place = _place(name)
        # A writer that was killed may have left a copy.
        for file in (place, *place.parent.glob(f".{name}.*{UNFINISHED}")):
            file.unlink(missing_ok=True)
        if place.parent.exists():
            sync(place.parent)
    opened.forget(name)


def rewrap(name: str) -> bool:
    """Wrap a key by the first wrapping key and seal it to today's recovery key; False when it is so already.

    Readers find the old file or the new one, never none. A key destroyed meanwhile stays destroyed:
    KeyMissing. Raises as `data_key`.
    """
    with reached(), changing():
        wrapped = read_file(name)
        if wrapping.is_current(wrapped):
            return False
        _write(name, wrapping.unwrap(name, wrapped))
        return True


def put_recovered(name: str, key: bytes) -> None:
    """Write a key that was opened by its half for recovery, over what lies there. Raises StoreUnavailable."""
    with reached(), changing():
        _write(name, key)


def names(store: Path | None = None) -> list[str]:
    """Return the name of each key that is there, the index's too; of another store if one is given.

    Raises StoreUnavailable.
    """
    with reached():
        store = store or folder()
        found = sorted(file.name.removesuffix(SUFFIX) for file in (store / KEYS).glob(f"*/*{SUFFIX}"))
        return [INDEX, *found] if _place(INDEX, store).exists() else found


def orphans(known_ids: Iterable[UUID], *, made_before: datetime | None = None) -> set[UUID]:
    """Return the ids of keys that no row knows, only those written before a time if one is given.

    A key is made before its row is committed: a sweeper leaves young ones alone. Raises StoreUnavailable.
    """
    unknown = {UUID(name) for name in names() if name != INDEX} - set(known_ids)
    if made_before is None:
        return unknown
    return {key_id for key_id in unknown if _written_before(key_id, made_before)}


def _written_before(key_id: UUID, moment: datetime) -> bool:
    with reached():
        try:
            return _place(_named(key_id)).stat().st_mtime < moment.timestamp()
        except FileNotFoundError:
            return False


def sweep_unfinished() -> int:
    """Delete what killed writers have left; returns how many files. Raises StoreUnavailable."""
    with reached(), changing():
        left = [*folder().glob(f".*{UNFINISHED}"), *(folder() / KEYS).glob(f"*/.*{UNFINISHED}")]
        for file in left:
            file.unlink()
        return len(left)


def read_file(name: str, store: Path | None = None) -> wrapping.Wrapped:
    """Return a key as its file holds it, of another store if one is given.

    Raises KeyMissing, SealBroken, StoreUnavailable.
    """
    with reached():
        # Raises when the store itself went away: that is no destroyed key.
        place = _place(name, store or folder())
        try:
            return wrapping.read_wrapped(place.read_bytes())
        except FileNotFoundError:
            raise KeyMissing(name) from None


def _read(name: str) -> bytes:
    return wrapping.unwrap(name, read_file(name))


def _named(key_id: UUID) -> str:
    return str(UUID(int=key_id.int))


def _place(name: str, store: Path | None = None) -> Path:
    """Return the file of a key. The last digits of a UUID are random in every version."""
    store = store or folder()
    return store / f"{name}{SUFFIX}" if name == INDEX else store / KEYS / name[-2:] / f"{name}{SUFFIX}"


def _write(name: str, key: bytes) -> None:
    place = _place(name)
    make_folder(place.parent)
    fresh = place.with_name(f".{name}.{uuid4().hex}{UNFINISHED}")
    try:
        write_down(fresh, wrapping.wrap(name, key).to_bytes())
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    sync(place.parent)


@contextmanager
def reached() -> Iterator[None]:
    """Turn whatever the disk refuses into StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"the store of keys cannot be used: {error.strerror}") from None


@contextmanager
def changing() -> Iterator[None]:
    """Let one process or thread at a time change the store: what is destroyed cannot come back."""
    lock = os.open(folder() / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def make_folder(place: Path) -> None:
    """Make a folder of the store, with those above it, so that a power cut does not lose them."""
    store = folder()
    for each in reversed([place, *place.parents]):
        if store in each.parents and not each.exists():
            each.mkdir(mode=stat.S_IRWXU, exist_ok=True)
            sync(each.parent)


def write_down(place: Path, content: bytes) -> None:
    """Write a new file and return only when the disk holds it."""
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def sync(place: Path) -> None:
    """Return only when the disk knows which files a folder holds."""
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
