"""How the rooms of guides meet on one page: a named list that each room fills in `AppConfig.ready`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from foundation.registry import Registry


@dataclass(frozen=True)
class Shelf:
    """What a room has on `/guides/`: its title, address and one sentence; first entries as (words, address).

    Shelves stand by `place`, smaller first.
    """

    title: str
    address: str
    words: str
    place: int
    first: Sequence[tuple[str, str]] = ()


# (request) -> the shelf of a room for this reader, or None where there is nothing to read
guide_shelves: Registry[Callable[[HttpRequest], Shelf | None]] = Registry()
# () -> the desk of a room of guides, as words and address: a tab beside the sheets
guide_desks: Registry[Callable[[], tuple[str, str]]] = Registry()
