"""Addresses, sealed, and their fingerprints to find them again without opening any.

Both are made with keys derived from the contact desk's (`PUBLIC_CONTACT_KEY`): the first seals, older ones
still open, and `services.keeping` seals anew what an older one sealed.
"""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.contact_desk import sealing as contact_sealing

from .exceptions import DigestIsClosed


class CannotOpen(Exception):
    """The bytes were changed, or their key is gone."""


def is_ready() -> bool:
    """Return whether addresses can be sealed."""
    return contact_sealing.is_ready()


def seal(address: str) -> bytes:
    """Return the address sealed under the first key. Raises DigestIsClosed."""
    return _locks()[0].encrypt(address.encode())


def key_id() -> str:
    """Return the name of the key that seals now. Raises DigestIsClosed."""
    if not is_ready():
        raise DigestIsClosed
    return next(iter(contact_sealing.keys()))


def open_sealed(sealed: bytes) -> str:
    """Return a sealed address. Raises DigestIsClosed and CannotOpen."""
    try:
        return MultiFernet(_locks()).decrypt(sealed).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def fingerprints(address: str) -> list[str]:
    """Return what an address is found by, one for each key, the present one first. Raises DigestIsClosed.

    Without the key nobody can try addresses against them. Small and capital letters are one.
    """
    words = address.casefold().encode()
    return [hmac.digest(key, words, "sha256").hex() for key in _derived(b"fingerprint")]


def _locks() -> list[Fernet]:
    return [Fernet(base64.urlsafe_b64encode(key)) for key in _derived(b"address")]


def _derived(purpose: bytes) -> list[bytes]:
    if not is_ready():
        raise DigestIsClosed
    return [
        HKDF(SHA256(), 32, salt=None, info=b"digest " + purpose).derive(key)
        for key in contact_sealing.keys().values()
    ]
