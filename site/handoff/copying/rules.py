"""What may be taken over from the public door: it can only refuse or inform."""

from datetime import date

# So many may close at once, or this share of those that are open, before a person has to look.
FEW = 3
SHARE = 10


def closes_too_many(closing: int, *, still_open: int) -> bool:
    """Return whether so many closings at once are more likely a fault, or an attack, than the world."""
    return closing > max(FEW, still_open // SHARE)


def earlier_end(known: date | None, told: date | None) -> date | None:
    """Return until when an agency is open: a closing that is known is never taken back by the other door."""
    days = [day for day in (known, told) if day is not None]
    return min(days) if days else None
