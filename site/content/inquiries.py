"""What people asked elsewhere than by the contact form: the queue of the desk shows it beside its own.

An app with an inbox of its own registers a function (now) -> inquiries that wait in `inquiry_sources`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from foundation.registry import Registry


@dataclass(frozen=True)
class Inquiry:
    """Something that waits in another inbox: its number, since when, who asks about what, where it is."""

    number: str
    received_at: datetime
    who: str
    about: str
    address: str
    owner: str = ""
    is_late: bool = False


# (now) -> what waits, the oldest first
inquiry_sources: Registry[Callable[[datetime], Iterable[Inquiry]]] = Registry()


def inquiries_elsewhere(*, now: datetime) -> list[Inquiry]:
    """Return what waits in all other inboxes, the oldest first."""
    found = [each for source in inquiry_sources for each in source(now)]
    return sorted(found, key=lambda each: each.received_at)
