"""The number that the private area gives a case: all that communities write of one. No name fits in."""

import re

from foundation.japanese.text import half_width

# Fiscal year, hyphen, number: R8-014.
REFERENCE = r"^R[0-9]{1,2}-[0-9]{3}$"
_REFERENCE = re.compile(REFERENCE[1:-1])
# Hyphens as people and programs write them.
_WITHIN = re.compile(r"(?<![A-Z0-9])R ?[0-9]{1,2} ?[-‐‑‒–—―−ー] ?[0-9]{3}(?![0-9])")


def is_reference(text: str) -> bool:
    """Return whether this is a case's number and nothing besides."""
    return _REFERENCE.fullmatch(text) is not None


def contains_reference(text: str) -> bool:
    """Return whether a case's number stands somewhere in this text, in any width and case."""
    return _WITHIN.search(half_width(text).upper()) is not None
