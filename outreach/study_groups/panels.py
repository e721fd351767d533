"""What rooms are told when they show something on the home of a community (`registries.community_panels`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .access import Standing
from .queries import Line


@dataclass(frozen=True)
class Home:
    """The home as one visitor sees it: how they stand, who they are, the lines of the year's plan."""

    standing: Standing
    person: int
    lines: Sequence[Line] = ()
