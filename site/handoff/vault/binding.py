"""What a seal is bound to, in bytes that no other choice of the same parts can give."""

from uuid import UUID

LENGTH_BYTES, NUMBER_BYTES = 4, 8


def bound_to(purpose: str, *parts: str | int | UUID) -> bytes:
    """Return purpose and parts one after the other, each with its length in front of it."""
    encoded = [_encoded(part) for part in (purpose, *parts)]
    return b"".join(len(each).to_bytes(LENGTH_BYTES) + each for each in encoded)


def _encoded(part: str | int | UUID) -> bytes:
    match part:
        case UUID():
            return part.bytes
        case int():
            return part.to_bytes(NUMBER_BYTES)
        case _:
            return part.encode()
