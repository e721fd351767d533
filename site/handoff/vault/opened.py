"""Data keys in memory: only inside `opened_keys()`, only for whoever entered it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_opened: ContextVar[dict[str, bytes] | None] = ContextVar("opened_keys", default=None)


@contextmanager
def opened_keys() -> Iterator[None]:
    """Keep each data key that is read until the block ends: one request, one job.

    Inside another such block it adds nothing. Without a block each key is read anew and kept nowhere.
    """
    if _opened.get() is not None:
        yield
        return
    keys: dict[str, bytes] = {}
    token = _opened.set(keys)
    try:
        yield
    finally:
        _opened.reset(token)
        # A task that began inside holds the same dict.
        keys.clear()


def kept(name: str, read: Callable[[str], bytes]) -> bytes:
    """Return the key of this name, read unless it is kept already."""
    keys = _opened.get()
    if keys is None:
        return read(name)
    if name not in keys:
        keys[name] = read(name)
    return keys[name]


def forget(name: str) -> None:
    """Keep the key of this name no longer."""
    keys = _opened.get()
    if keys is not None:
        keys.pop(name, None)
