"""Sealing of single values: AES-256-GCM under a key derived from the data key, bound to one place.

A sealed value is version byte, nonce, ciphertext and tag. The ciphertext is JSON filled up to whole blocks,
so that its length does not tell "yes" from "no". It opens in its own table, column and row under its own
key, and nowhere else.
"""

import json
import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .binding import bound_to
from .exceptions import CannotSeal, SealBroken
from .wrapping import KEY_BYTES, NONCE_BYTES

# No text in UTF-8 or Shift_JIS begins with this byte. Later versions count down from it.
VERSION = b"\xfd"
TAG_BYTES, BLOCK_BYTES = 16, 64
AROUND_BYTES = len(VERSION) + NONCE_BYTES + TAG_BYTES
END = b"\x80"

type Contents = str | list[Any] | dict[str, Any]


class Sealed(bytes):
    """Bytes that were sealed, or that a sealed column held: the only thing such a column takes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<sealed: {len(self)} bytes>"

    __str__ = __repr__


@dataclass(frozen=True)
class Place:
    """The one place in which a value opens."""

    table: str
    column: str
    row_id: UUID
    key_id: UUID

    def bound(self, version: bytes) -> bytes:
        return bound_to("tsunagu sealed value", version[0], self.table, self.column, self.row_id, self.key_id)


def seal(contents: Contents, *, data_key: bytes, place: Place) -> Sealed:
    """Return text or data sealed for this place. Raises CannotSeal when it would come back otherwise."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(derived(data_key, "field"))
    return Sealed(VERSION + nonce + cipher.encrypt(nonce, _filled(_encoded(contents)), place.bound(VERSION)))


def unseal(sealed: bytes, *, data_key: bytes, place: Place) -> Contents:
    """Return what was sealed for this place. Raises SealBroken for everything else."""
    version, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if version != VERSION:
        raise SealBroken(f"{place.table}.{place.column}: no version that is known here")
    try:
        plain = AESGCM(derived(data_key, "field")).decrypt(nonce, rest, place.bound(version))
    except (InvalidTag, ValueError):
        raise SealBroken(f"{place.table}.{place.column} of {place.row_id} does not open") from None
    contents: Contents = json.loads(plain.rpartition(END)[0].decode("utf-8", "surrogatepass"))
    return contents


def derived(data_key: bytes, purpose: str) -> bytes:
    """Return the key for one purpose: values and files never share one."""
    info = bound_to("tsunagu derived key", purpose)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(data_key)


def _encoded(contents: Contents) -> bytes:
    if not isinstance(contents, str | list | dict):
        raise CannotSeal(f"{type(contents).__name__} is neither text nor a list nor a dict")
    try:
        text = json.dumps(contents, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        comes_back = json.loads(text) == contents
    except (TypeError, ValueError, RecursionError):
        comes_back = False
    if not comes_back:
        raise CannotSeal("only what JSON gives back as it was can be sealed")
    return text.encode("utf-8", "surrogatepass")


def _filled(encoded: bytes) -> bytes:
    """Return the bytes with an end mark, filled up to whole blocks."""
    marked = encoded + END
    return marked + bytes(-len(marked) % BLOCK_BYTES)
