"""What waits for somebody on a day, told by the rooms: each registers a source, the inbox reads them all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from foundation.registry import Registry

from .actors import Actor


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to do by a day: what, for which number, where. It never says who it is about."""

    day: date
    what: str
    reference: str
    address: str


# (actor, today) -> what waits for this actor: all that is late, and what falls due today
waiting_sources: Registry[Callable[..., list[Waiting]]] = Registry()


def waiting_for(actor: Actor, *, today: date) -> list[Waiting]:
    """Return what waits for an actor in all rooms, the longest waiting first."""
    found = [each for source in waiting_sources for each in source(actor, today=today)]
    return sorted(found, key=lambda each: (each.day, each.reference))
