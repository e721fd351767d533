"""How the core of communities reaches its rooms: named lists that rooms fill in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from foundation.registry import Registry

from .enums import Capacity
from .models import Community, PlanRow, YearPlan

type Link = tuple[str, str]


@dataclass(frozen=True)
class Panel:
    """What a room shows on the home of a community: lines as words, address and note, and the way on."""

    title: str
    rows: Sequence[tuple[str, str, str]]
    more: Link


@dataclass(frozen=True)
class OnTheRoll:
    """Somebody who is expected at a meeting: as what, for which body, and whether they vote.

    `seats` are the member rows for which they vote; where there are none, the vote is their own.
    """

    person: int
    name: str
    body: str
    place: str
    has_vote: bool
    seats: tuple[int, ...] = ()

    @property
    def called(self) -> str:
        """Their name, or body and place for whoever may not be named: `name` is empty then."""
        place = f"（{self.place}）" if self.place else ""
        return f"{self.name}さん" if self.name else f"{self.body}の方{place}"

    @property
    def choice(self) -> str:
        """Their name and body as one of those to choose from."""
        return f"{self.name}（{self.body}）" if self.name else self.called


@dataclass(frozen=True)
class RowFacts:
    """What a room has written of lines of plans, as expressions over them: the day held, how many came.

    A room counts people (`came`) or, where agencies alone are known, `agencies`; the other is None.
    """

    held_on: Any
    came: Any = None
    agencies: Any = None


@dataclass(frozen=True)
class Came:
    """Who came to the meeting of a line of a plan, by person, for which agencies, and on which day."""

    on: date
    people: frozenset[int]
    agencies: frozenset[int] = frozenset()


@dataclass(frozen=True)
class StoodRows:
    """Rows of a room, each with a `person`, that say as what somebody stands in a community.

    `community` is the path to it. The core asks for them together with its own.
    """

    rows: QuerySet[Any]
    community: str
    stands_as: Capacity


type Stood = Iterable[tuple[int, Capacity]]

# (person, communities by id, day) -> as what this person stands in which of these communities on a day
capacity_sources: Registry[Callable[[int, Mapping[int, Community], date], Stood]] = Registry()
# (person, communities by id, day) -> the same as rows that need no question of their own; None for none
stood_sources: Registry[Callable[[int, Mapping[int, Community], date], StoodRows | None]] = Registry()
# (person, day) -> what waits for somebody before anything of a community is open to them: words, address
first_steps: Registry[Callable[[int, date], Iterable[Link]]] = Registry()
# (`access.Standing` of somebody in each community that is open to them, their person, now) -> what waits for
# them there, asked of all at once: words, address
waits: Registry[Callable[[Sequence[Any], int, datetime], Iterable[Link]]] = Registry()
# (community, day) -> who a room expects at its meetings on a day, besides who stands for member agencies
roll_sources: Registry[Callable[[Community, date], Iterable[OnTheRoll]]] = Registry()
# () -> what a room has written of lines that were held, with or without an announced session
row_facts: Registry[Callable[[], RowFacts]] = Registry()
# (`access.Standing`, line of a plan) -> where somebody writes down that it was held; None where they may not
held_pages: Registry[Callable[[Any, PlanRow], str | None]] = Registry()
# (community, fiscal year) -> who came to which line of its plan, by id of the line
presence_sources: Registry[Callable[[Community, int], Mapping[int, Came]]] = Registry()
# (draft of a plan) -> why it stays as it is for now, as a room says; empty where it does not
plan_holds: Registry[Callable[[YearPlan], str]] = Registry()
# (community, day) -> what a room lays into the pack for the next secretariat: names in the ZIP, and bytes
handover_parts: Registry[Callable[[Community, date], Iterable[tuple[str, bytes]]]] = Registry()
# (`panels.Home` of a visitor) -> what a room shows them on the home; None for nothing
community_panels: Registry[Callable[[Any], Panel | None]] = Registry()
