"""Signed checkpoints of the chain, outside the database: how many entries there were, and the last hash.

A chain alone cannot tell that somebody with all rights wrote the whole of it anew, or went back to an older
copy. Each checkpoint is one line of a file of its month, in a folder of its own (`CHECKPOINT_FOLDER`), signed
by a key that is not in the database (`CHECKPOINT_KEY`). Numbers are without gaps, so a line cannot be taken
out unseen; the last ones are printed on paper.
"""

import base64
import binascii
import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from .chain import FIRST_HASH, Verdict

PATTERN, LOCK = "checkpoints-????-??.txt", ".lock"
SIZE_AND_HEAD = (
    "SELECT count(*), coalesce((SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1), %s) FROM audit_entry"
)


class CheckpointBroken(Exception):
    """A line of a checkpoint file is not what was signed; the message says which, in the reader's words."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What the chain was at a moment: its number of entries and its last hash."""

    number: int
    entries: int
    head: str
    at: datetime
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """Return the bytes that the signature covers."""
        facts = asdict(self) | {"at": self.at.isoformat()}
        del facts["signature"]
        return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def are_kept() -> bool:
    """Return whether this door keeps checkpoints: it was given a key and a folder."""
    return bool(getattr(settings, "CHECKPOINT_KEY", "") and getattr(settings, "CHECKPOINT_FOLDER", ""))


def write_checkpoint(*, now: datetime) -> Checkpoint:
    """Append a signed checkpoint of this moment; it is on the disk when this returns.

    Raises ImproperlyConfigured without key or folder, CheckpointBroken when the lines there are not ours,
    OSError when the disk refuses.
    """
    if not are_kept():
        raise ImproperlyConfigured("PRIVATE_CHECKPOINT_KEY and PRIVATE_CHECKPOINTS are not set")
    folder = Path(settings.CHECKPOINT_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        known = read_checkpoints()
        with connection.cursor() as cursor:
            # One statement, one snapshot: number and hash belong together.
            cursor.execute(SIZE_AND_HEAD, [FIRST_HASH])
            entries, head = cursor.fetchone()
        unsigned = Checkpoint(number=len(known) + 1, entries=entries, head=head, at=now)
        signature = base64.b64encode(_key().sign(unsigned.signed)).decode()
        line = json.dumps(json.loads(unsigned.signed) | {"signature": signature}, sort_keys=True) + "\n"
        file = folder / f"checkpoints-{timezone.localdate(now):%Y-%m}.txt"
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    return Checkpoint(number=unsigned.number, entries=entries, head=head, at=now, signature=signature)


def read_checkpoints() -> list[Checkpoint]:
    """Return every checkpoint, the oldest first, each signature checked. Raises CheckpointBroken."""
    key, found = _key().public_key(), list[Checkpoint]()
    for file in sorted(Path(settings.CHECKPOINT_FOLDER).glob(PATTERN)):
        for place, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            checkpoint = _read(line, f"{file.name} の {place}行目")
            try:
                key.verify(base64.b64decode(checkpoint.signature), checkpoint.signed)
            except (InvalidSignature, binascii.Error):
                raise CheckpointBroken(f"{file.name} の {place}行目: 署名が合いません") from None
            if checkpoint.number != len(found) + 1:
                raise CheckpointBroken(f"{file.name} の {place}行目: 番号がとんでいます（行が消されました）")
            found.append(checkpoint)
    return found


def first_mismatch(checkpoints: Sequence[Checkpoint], verdict: Verdict) -> str:
    """Return what of a chain that holds together is not as it was signed, or nothing."""
    for each in checkpoints:
        if each.entries > verdict.entries:
            return (
                f"控え {each.number} のときは {each.entries} 件ありました。"
                f"いまは {verdict.entries} 件です（記録が消されたか、前の状態に戻されました）"
            )
        if verdict.heads.get(each.entries) != each.head:
            return f"控え {each.number}（{each.entries} 件目）と値がちがいます（記録が作りなおされました）"
    return ""


def public_key_words() -> str:
    """Return the public half of the key, as it is printed so that anybody can check the signatures."""
    return base64.b64encode(_key().public_key().public_bytes_raw()).decode()


def _key() -> Ed25519PrivateKey:
    """Return the signing key, from 32 bytes in base64 of either kind. Raises ImproperlyConfigured."""
    try:
        seed = base64.b64decode(settings.CHECKPOINT_KEY, altchars=b"-_", validate=True)
        return Ed25519PrivateKey.from_private_bytes(seed)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured("PRIVATE_CHECKPOINT_KEY is not 32 bytes in base64") from None


def _read(line: str, place: str) -> Checkpoint:
    try:
        facts: Mapping[str, str | int] = json.loads(line)
        return Checkpoint(
            number=int(facts["number"]),
            entries=int(facts["entries"]),
            head=str(facts["head"]),
            at=datetime.fromisoformat(str(facts["at"])),
            signature=str(facts["signature"]),
        )
    except (KeyError, TypeError, ValueError):
        raise CheckpointBroken(f"{place}: 読めません") from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time append."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
