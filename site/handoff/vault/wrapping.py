"""How a data key lies in the store: wrapped by a key of this process, and sealed to the one kept on paper.

`PRIVATE_CASE_KEYS` holds the wrapping keys, "name:32 bytes in base64" by commas: the first wraps, all unwrap.
`PRIVATE_RECOVERY_KEY` is the public half of the recovery key; its private half is in no computer.
"""

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from .binding import bound_to
from .exceptions import KeysUnusable, NotARecoveryKey, SealBroken, WrappingKeyMissing

KEY_BYTES, NONCE_BYTES = 32, 12
FORMAT = 1
WRAPPING_KEY_NAME = re.compile(r"[A-Za-z0-9._-]{1,40}")
FINGERPRINT_CHARACTERS = 16
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True)
class WrappingKeys:
    """The keys that wrap data keys, by name, and which of them wraps from now on."""

    first: str
    by_name: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Wrapped:
    """One data key as its file holds it."""

    kek: str
    wrapped: bytes
    recovery: str
    sealed: bytes

    def to_bytes(self) -> bytes:
        plain = {
            name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
            for name, value in asdict(self).items()
        }
        return json.dumps({"format": FORMAT} | plain, indent=1).encode()


def read_wrapped(content: bytes) -> Wrapped:
    """Return what a key's file holds. Raises SealBroken when it is no such file."""
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise SealBroken("the key's file has a format that is not known here")
        return Wrapped(
            kek=str(found["kek"]),
            wrapped=base64.b64decode(found["wrapped"], validate=True),
            recovery=str(found["recovery"]),
            sealed=base64.b64decode(found["sealed"], validate=True),
        )
    except (ValueError, KeyError, TypeError):
        raise SealBroken("the key's file is damaged") from None


def wrapping_keys() -> WrappingKeys:
    """Return the keys of this process. Raises KeysUnusable."""
    entries = [entry.strip() for entry in settings.CASE_KEYS.split(",") if entry.strip()]
    pairs = [_wrapping_key(entry) for entry in entries]
    by_name = dict(pairs)
    if not pairs:
        raise KeysUnusable("PRIVATE_CASE_KEYS is not set")
    if len(by_name) < len(pairs) or len(set(by_name.values())) < len(pairs):
        raise KeysUnusable("PRIVATE_CASE_KEYS names a key twice")
    return WrappingKeys(first=pairs[0][0], by_name=by_name)


def _wrapping_key(entry: str) -> tuple[str, bytes]:
    name, _, encoded = entry.partition(":")
    if not WRAPPING_KEY_NAME.fullmatch(name):
        raise KeysUnusable("PRIVATE_CASE_KEYS holds a key without a name: name:base64, by commas")
    return name, _key_of(encoded, "PRIVATE_CASE_KEYS")


def recovery_key() -> X25519PublicKey:
    """Return the public half of the recovery key. Raises KeysUnusable."""
    if not settings.RECOVERY_KEY:
        raise KeysUnusable("PRIVATE_RECOVERY_KEY is not set")
    return X25519PublicKey.from_public_bytes(_key_of(settings.RECOVERY_KEY, "PRIVATE_RECOVERY_KEY"))


def _key_of(encoded: str, variable: str) -> bytes:
    """Return 32 bytes from base64 of either alphabet."""
    try:
        key = base64.b64decode(encoded.translate(str.maketrans("-_", "+/")), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysUnusable(f"{variable} holds a key that is not 32 bytes in base64")
    return key


def fingerprint(key: X25519PublicKey) -> str:
    """Return by what a recovery key is told from another: it stands on the paper and in each key's file."""
    return hashlib.sha256(b"tsunagu recovery key" + key.public_bytes_raw()).hexdigest()[
        :FINGERPRINT_CHARACTERS
    ]


def new_data_key() -> bytes:
    return AESGCM.generate_key(KEY_BYTES * 8)


def wrap(name: str, data_key: bytes) -> Wrapped:
    """Return a data key wrapped by the first key and sealed to the recovery key, both bound to its name.

    Raises KeysUnusable.
    """
    keys, public = wrapping_keys(), recovery_key()
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(keys.by_name[keys.first])
    try:
        sealed = SUITE.encrypt(data_key, public, _sealed_to(name))
    except ValueError:
        raise KeysUnusable("PRIVATE_RECOVERY_KEY is no key that can be sealed to") from None
    return Wrapped(
        kek=keys.first,
        wrapped=nonce + cipher.encrypt(nonce, data_key, _wrapped_by(keys.first, name)),
        recovery=fingerprint(public),
        sealed=sealed,
    )


def unwrap(name: str, wrapped: Wrapped) -> bytes:
    """Return the data key of this name. Raises WrappingKeyMissing, SealBroken and KeysUnusable."""
    key = wrapping_keys().by_name.get(wrapped.kek)
    if key is None:
        raise WrappingKeyMissing(f"{name}: wrapped by {wrapped.kek!r}, which PRIVATE_CASE_KEYS lacks")
    nonce, rest = wrapped.wrapped[:NONCE_BYTES], wrapped.wrapped[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, rest, _wrapped_by(wrapped.kek, name))
    except (InvalidTag, ValueError):
        raise SealBroken(f"{name}: the data key does not open") from None


def is_current(wrapped: Wrapped) -> bool:
    """Return whether it is wrapped by the first key and sealed to the recovery key of today."""
    return (wrapped.kek, wrapped.recovery) == (wrapping_keys().first, fingerprint(recovery_key()))


def recover(name: str, wrapped: Wrapped, private_key: X25519PrivateKey) -> bytes:
    """Return the data key of this name by the half that was kept on paper.

    Raises NotARecoveryKey when it was sealed to another one, and SealBroken.
    """
    if wrapped.recovery != fingerprint(private_key.public_key()):
        raise NotARecoveryKey(f"{name}: sealed to recovery key {wrapped.recovery}")
    try:
        return SUITE.decrypt(wrapped.sealed, private_key, _sealed_to(name))
    except (InvalidTag, ValueError):
        raise SealBroken(f"{name}: the half for recovery does not open") from None


def _wrapped_by(kek: str, name: str) -> bytes:
    return bound_to("tsunagu wrapped data key", FORMAT, kek, name)


def _sealed_to(name: str) -> bytes:
    return bound_to("tsunagu data key for recovery", FORMAT, name)
