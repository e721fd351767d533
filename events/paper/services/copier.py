"""The copier's folder: what lies there at rest is taken in, each file once; the unreadable is put aside."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from events import drawing
from events.paper import rules
from events.pictures import NotDrawn, drawn

from .scanning import Incoming, digest_of, is_known, take_in_from_folder

ASIDE = "読めなかったもの"
MOST_BYTES = 20 * 1024**2
MOST_AT_ONCE = 20
UNDER_WAY = (".part", ".tmp", ".filepart", ".crdownload")
TOO_LARGE = "20MBを超えています。分けてスキャンしてください。"


@dataclass(frozen=True)
class Found:
    """A file of the folder as it was when it was read."""

    content: bytes
    changed_at: datetime
    sign: tuple[int, int, int]

    @property
    def is_too_large(self) -> bool:
        return self.sign[1] > MOST_BYTES


def take_in_folder(folder: Path, *, now: datetime) -> int:
    """Take in what the copier has left since the last time, and return how much it was."""
    if not folder.is_dir():
        return 0
    names = sorted(
        entry.name
        for entry in os.scandir(folder)
        if entry.is_file(follow_symlinks=False)
        and not entry.name.startswith((".", "~"))
        and not entry.name.lower().endswith(UNDER_WAY)
    )
    taken = 0
    for name in names:
        if taken == MOST_AT_ONCE:
            break
        taken += _take_in(folder / name, now=now)
    return taken


def _take_in(path: Path, *, now: datetime) -> bool:
    """Take in one file, unless somebody may still be writing it; returns whether it left the folder."""
    found = _read(path)
    if found is None or not rules.is_at_rest(found.changed_at, now):
        return False
    # What is too large is not read; it is known by its place and size.
    digest = digest_of(repr(found.sign).encode() if found.is_too_large else found.content)
    if is_known(digest):
        return _leave(path, found, aside=False)
    why = TOO_LARGE if found.is_too_large else _kept(digest, found, now=now)
    if why == drawing.BROKEN and not rules.is_given_up(found.changed_at, now):
        return False
    if why:
        take_in_from_folder(incoming=Incoming(digest, found.changed_at, why=why), now=now)
    return _leave(path, found, aside=bool(why))


def _kept(digest: str, found: Found, *, now: datetime) -> str:
    """Keep the pages of a file; returns why it has none, or nothing."""
    try:
        with drawn(found.content) as pictures:
            incoming = Incoming(digest, found.changed_at, pages=pictures.pages)
            take_in_from_folder(incoming=incoming, now=now)
    except NotDrawn as refused:
        return str(refused)
    return ""


def _read(path: Path) -> Found | None:
    """Return a file's content, nothing of one that is too large; None where it is no file or not whole."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return None
        content = file.read() if before.st_size <= MOST_BYTES else b""
        after = os.fstat(handle)
    if _sign(before) != _sign(after):
        return None
    return Found(content, datetime.fromtimestamp(after.st_mtime, UTC), _sign(after))


def _leave(path: Path, found: Found, *, aside: bool) -> bool:
    """Take a file out of the folder, unless it is another one by now."""
    with suppress(OSError):
        if _sign(path.stat(follow_symlinks=False)) != found.sign:
            return False
        if aside:
            (path.parent / ASIDE).mkdir(exist_ok=True)
            path.rename(path.parent / ASIDE / path.name)
        else:
            path.unlink()
        return True
    return False


def _sign(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
