"""Code and PIN of a card: derived from a seed by the secret of this door, so that it is printed again.

Whoever reads the database alone can make neither; what is looked up is a keyed hash.
"""

import hmac
import uuid

from django.utils.crypto import salted_hmac

from accounts.codes import CODE_ALPHABET
from foundation.japanese.text import half_width

# 12 letters of 5 bits.
CODE_LENGTH, CODE_GROUP, BITS = 12, 4, 5
PIN_LENGTH = 6


def code_of(seed: uuid.UUID) -> str:
    """Return the code on a card as it is printed: XXXX-XXXX-XXXX, 60 bits."""
    number = int.from_bytes(_derived("campaigns.code", seed))
    plain = "".join(CODE_ALPHABET[number >> BITS * place & 31] for place in range(CODE_LENGTH))
    return "-".join(plain[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def pin_of(seed: uuid.UUID) -> str:
    """Return the PIN on the slip."""
    return f"{int.from_bytes(_derived('campaigns.pin', seed)) % 10**PIN_LENGTH:0{PIN_LENGTH}}"


def hash_code(code: str) -> str:
    """Return what is kept of a code; width, hyphens, spaces and case do not matter."""
    plain = "".join(each for each in half_width(code).upper() if each.isascii() and each.isalnum())
    return salted_hmac("campaigns.code_kept", plain, algorithm="sha256").hexdigest()


def hash_pin(pin: str, seed: uuid.UUID) -> str:
    """Return what is kept of a PIN: bound to its card."""
    plain = "".join(each for each in half_width(pin) if each.isascii() and each.isdigit())
    return salted_hmac("campaigns.pin_kept", f"{seed}/{plain}", algorithm="sha256").hexdigest()


def is_pin(typed: str, *, kept: str, seed: uuid.UUID) -> bool:
    """Return whether this is the PIN, in the same time whatever was typed."""
    return hmac.compare_digest(hash_pin(typed, seed), kept)


def _derived(purpose: str, seed: uuid.UUID) -> bytes:
    return salted_hmac(f"{purpose}_of_a_seed", str(seed), algorithm="sha256").digest()
