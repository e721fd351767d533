"""Who is served next from the line of a session: pure functions of what waits and what is free.

The waiting rule in one sentence: the head of the line is served first; a group that does not fit may be
passed a few times, then freed seats are held for it until it fits or until shortly before the session.

A group says with how few of its people it sits down (all, at least some, any); the rest keep its place. Some
seats of a way may be kept for a while for those who come by paper, belong to the network or come from an
area: nobody else sits there meanwhile, and whoever sits there overtakes nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

type Seats = Mapping[str, int]
"""Numbers of seats by way of taking part."""


@dataclass(frozen=True)
class WaitingGroup:
    """One application in line: the seats that it still needs, how often it was passed.

    `least` is the fewest people with whom it sits down; None means all of them. `kept` are the keys of the
    kept seats that it may use.
    """

    key: int
    needs: Seats
    passes: int = 0
    least: int | None = None
    kept: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        return sum(self.needs.values())


@dataclass(frozen=True)
class Kept:
    """Seats of one way that only some groups may take now; `seats` are those that none of them has yet."""

    key: int
    way: str
    seats: int


@dataclass(frozen=True)
class Seating:
    """A group, or a part of it, that sits down now."""

    key: int
    people: Seats


@dataclass(frozen=True)
class Settlement:
    """What the waiting rule decides: who sits down now, who is passed how often, how many seats are held."""

    seated: tuple[Seating, ...] = ()
    passed: tuple[int, ...] = ()
    held: Seats = field(default_factory=dict)

    def seats_of(self, key: int) -> Seats:
        """Return what a group gets now; nothing when it waits on."""
        return next((each.people for each in self.seated if each.key == key), {})


class _Hall:
    """The free seats while a line is served."""

    def __init__(self, free: Seats, kept: Iterable[Kept]) -> None:
        self.free = dict(free)
        self.kept = {each.key: each for each in kept if each.seats > 0}
        self.held: dict[str, int] = {}

    def open_to(self, group: WaitingGroup, way: str) -> int:
        """Return how many seats of a way a group may take: the free ones without those kept for others."""
        others = sum(
            each.seats for each in self.kept.values() if each.way == way and each.key not in group.kept
        )
        return max(0, self.free.get(way, 0) - others)

    def could_take(self, group: WaitingGroup) -> dict[str, int]:
        """Return the people of a group who could sit down now, if that is enough for it; else nobody."""
        taken = {way: min(people, self.open_to(group, way)) for way, people in group.needs.items()}
        count = sum(taken.values())
        is_enough = count and count >= (group.people if group.least is None else group.least)
        return {way: people for way, people in taken.items() if people} if is_enough else {}

    def take(self, group: WaitingGroup, people: Seats) -> set[str]:
        """Let people sit down; returns the ways of which they took seats that are for everybody."""
        return {way for way, count in people.items() if self._take(group, way, count)}

    def hold(self, group: WaitingGroup) -> None:
        """Hold for a group what it could use."""
        for way, people in group.needs.items():
            count = min(people, self.open_to(group, way))
            self._take(group, way, count)
            self.held[way] = self.held.get(way, 0) + count

    def _take(self, group: WaitingGroup, way: str, count: int) -> int:
        self.free[way] = self.free.get(way, 0) - count
        left = count
        for each in list(self.kept.values()):
            if each.way == way and each.key in group.kept:
                used = min(each.seats, left)
                self.kept[each.key] = replace(each, seats=each.seats - used)
                left -= used
        return left


def settle(
    line: Sequence[WaitingGroup],
    free: Seats,
    *,
    most_passes: int,
    holding: bool,
    kept: Iterable[Kept] = (),
) -> Settlement:
    """Apply the waiting rule to a line in order: return who is seated, who is passed, what is held.

    A group counts as passed when a later one takes seats of a way that it needs and that are kept for nobody.
    A group that has been passed `most_passes` times keeps the free seats it could use, while `holding` is
    allowed.
    """
    hall = _Hall(free, kept)
    skipped: list[WaitingGroup] = []
    passes = {group.key: group.passes for group in line}
    seated: list[Seating] = []
    passed: list[int] = []

    def hold_for_the_passed() -> None:
        for earlier in [each for each in skipped if holding and passes[each.key] >= most_passes]:
            skipped.remove(earlier)
            hall.hold(earlier)

    for group in line:
        hold_for_the_passed()
        people = hall.could_take(group)
        if not people:
            skipped.append(group)
            continue
        seated.append(Seating(group.key, people))
        ways = hall.take(group, people)
        for earlier in skipped:
            if earlier.needs.keys() & ways:
                passes[earlier.key] += 1
                passed.append(earlier.key)
        rest = left_of(group, people)
        if rest.needs:
            skipped.append(rest)
    hold_for_the_passed()
    return Settlement(tuple(seated), tuple(passed), hall.held)


def left_of(group: WaitingGroup, seated: Seats) -> WaitingGroup:
    """Return the part of a group that keeps its place: whoever has begun to sit down takes any seat more."""
    needs = {way: people - seated.get(way, 0) for way, people in group.needs.items()}
    return replace(group, needs={way: people for way, people in needs.items() if people}, least=1)
