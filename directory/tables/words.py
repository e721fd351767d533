"""Numbers of agencies in what people write."""

import re

from foundation.japanese.text import half_width

_NUMBER = re.compile(r"(?:.*[（(])?([0-9A-Z]{8})[)）]?")


def number_in(text: str) -> str:
    """Return the number in 「みなも（A1B2C3D4）」 or 「A1B2C3D4」, nothing where there is none."""
    found = _NUMBER.fullmatch(half_width(text).upper())
    return found[1] if found else ""
