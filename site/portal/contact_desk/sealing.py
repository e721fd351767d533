"""What people wrote, sealed: AES-GCM, a key of its own for each message, wrapped by the desk's key.

`PUBLIC_CONTACT_KEY` holds the desk's key; after a comma may follow older ones, which only open. Both layers
are bound to the message's id, the names of its fields and the key's name: a row's bytes open in that row
alone.
"""

import base64
import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES, NONCE_BYTES = 32, 12
KEY_ID_CHARACTERS = 16


class NoKey(Exception):
    """The desk has no key, or not the one that is asked for."""


class CannotOpen(Exception):
    """The bytes were changed, or belong to another message."""


@dataclass(frozen=True)
class Contents:
    """All that a stranger wrote in words of their own."""

    text: str
    name: str = ""
    contact: str = ""
    best_time_words: str = ""


@dataclass(frozen=True)
class Sealed:
    """What is stored instead."""

    key_id: str
    wrapped_key: bytes
    ciphertext: bytes


def keys() -> dict[str, bytes]:
    """Return the desk's keys by their names, the sealing one first; empty when there is none.

    Raises ValueError when a key is not 32 bytes in URL-safe base64.
    """
    given = [word for word in settings.CONTACT_KEY.split(",") if word.strip()]
    found = [base64.b64decode(word.strip(), altchars=b"-_", validate=True) for word in given]
    if any(len(key) != KEY_BYTES for key in found):
        raise ValueError("a contact key has 32 bytes")
    return {_name_of(key): key for key in found}


def is_ready() -> bool:
    """Return whether messages can be sealed."""
    try:
        return bool(keys())
    except ValueError:
        return False


def seal(contents: Contents, *, message_id: int) -> Sealed:
    """Return the contents sealed for this message. Raises NoKey."""
    if not is_ready():
        raise NoKey
    key_id, desk_key = next(iter(keys().items()))
    bound = _bound_to(message_id, key_id)
    own_key = AESGCM.generate_key(KEY_BYTES * 8)
    return Sealed(
        key_id=key_id,
        wrapped_key=_encrypt(desk_key, own_key, bound),
        ciphertext=_encrypt(own_key, json.dumps(asdict(contents), ensure_ascii=False).encode(), bound),
    )


def open_sealed(sealed: Sealed, *, message_id: int) -> Contents:
    """Return what was sealed for this message. Raises NoKey and CannotOpen."""
    desk_key = keys().get(sealed.key_id) if is_ready() else None
    if desk_key is None:
        raise NoKey
    bound = _bound_to(message_id, sealed.key_id)
    own_key = _decrypt(desk_key, sealed.wrapped_key, bound)
    return Contents(**json.loads(_decrypt(own_key, sealed.ciphertext, bound)))


def _name_of(key: bytes) -> str:
    return hashlib.sha256(b"contact_desk key name:" + key).hexdigest()[:KEY_ID_CHARACTERS]


def _bound_to(message_id: int, key_id: str) -> bytes:
    names = ",".join(sorted(field.name for field in fields(Contents)))
    return f"contact_desk.contactmessage:{message_id}:{names}:{key_id}".encode()


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, data: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
