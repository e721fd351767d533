"""The code of an invitation: shown once, stored as a hash."""

import hashlib

from foundation.japanese.text import half_width

# Letters and figures that are not mixed up on paper; 20 of them hold 100 bits.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 20
CODE_GROUP = 5


def grouped(code: str) -> str:
    """Return the code as it is printed: four groups with hyphens."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def hash_code(code: str) -> str:
    """Return the stored form of a code; width, hyphens, spaces and case do not matter."""
    plain = "".join(each for each in half_width(code).upper() if each.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
