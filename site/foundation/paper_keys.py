"""Keys that are kept on paper: letters and digits that nobody takes for others, in groups."""

import base64

GROUP = 4
MOST_IN_A_LINE = 7


def for_paper(key: bytes) -> str:
    """Return a key as it is written on paper, in lines of groups of four."""
    signs = base64.b32encode(key).decode().rstrip("=")
    groups = [signs[place : place + GROUP] for place in range(0, len(signs), GROUP)]
    lines = [groups[place : place + MOST_IN_A_LINE] for place in range(0, len(groups), MOST_IN_A_LINE)]
    return "\n".join(" ".join(line) for line in lines)


def from_paper(typed: str) -> bytes:
    """Return a key that was typed from paper, in either case, with any spaces and hyphens.

    Raises ValueError for other signs, without repeating them.
    """
    signs = "".join(typed.replace("-", "").split()).upper()
    try:
        return base64.b32decode(signs + "=" * (-len(signs) % 8))
    except ValueError:
        raise ValueError("no key from paper") from None
