"""The limits that the code knows: each app declares its own when it is loaded, and asks for them by key."""

from collections.abc import Iterator
from dataclasses import dataclass

from .enums import Kind, Unit


class UnknownLimit(Exception):
    """Nobody has declared a limit under this key."""


@dataclass(frozen=True)
class Limit:
    """A number that law, commission or centre may change: what it does, and what counts until staff say else.

    `does` tells staff in a sentence what happens by it. `is_promised` marks what the public is told.
    """

    key: str
    name: str
    does: str
    unit: Unit
    kind: Kind
    default: int
    source: str
    least: int
    most: int
    is_promised: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.default <= self.most:
            raise ValueError(f"{self.key}: the default is outside its own bounds")
        if not (self.name and self.does and self.source):
            raise ValueError(f"{self.key}: name, purpose and source are needed")

    @property
    def bounds(self) -> str:
        return f"{self.least}{self.unit}から{self.most}{self.unit}まで"

    def text(self, value: int) -> str:
        """Return a value with its unit, as readers see it."""
        return f"{value}{self.unit}"


_declared: dict[str, Limit] = {}


def declare(  # noqa: PLR0913 -- the facts of one limit, by name
    key: str,
    *,
    name: str,
    does: str,
    unit: Unit,
    kind: Kind,
    default: int,
    source: str,
    least: int,
    most: int,
    is_promised: bool = False,
) -> str:
    """Make a limit known and return its key. Raises ValueError when another one bears the key already."""
    new = Limit(key, name, does, unit, kind, default, source, least, most, is_promised)
    if _declared.setdefault(key, new) != new:
        raise ValueError(f"{key} is declared already")
    return key


def declared(key: str) -> Limit:
    """Return the limit of this key. Raises UnknownLimit."""
    try:
        return _declared[key]
    except KeyError:
        raise UnknownLimit(key) from None


def every_limit() -> Iterator[Limit]:
    """Go through all limits, as their apps were loaded."""
    return iter(_declared.values())
