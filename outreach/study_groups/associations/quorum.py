"""How a general meeting counts: who takes part, by whom, whether they are enough, what they decide.

Each member agency has one vote. Agencies are numbers here; nothing is read and nothing is stored.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from .enums import Choice, Majority, Quorum, ResolutionKind, Result

# Part and whole, and whether exactly so much is enough.
_QUORA = {
    Quorum.MORE_THAN_HALF: (1, 2, False),
    Quorum.HALF: (1, 2, True),
    Quorum.THIRD: (1, 3, True),
    Quorum.TWO_THIRDS: (2, 3, True),
}
_MAJORITIES = {
    Majority.MORE_THAN_HALF: (1, 2, False),
    Majority.TWO_THIRDS: (2, 3, True),
    Majority.THREE_QUARTERS: (3, 4, True),
}


@dataclass(frozen=True)
class Numbers:
    """What a version of the rules says of counting; `most_proxies` None means any number."""

    quorum: Quorum
    ordinary: Majority = Majority.MORE_THAN_HALF
    special: Majority = Majority.TWO_THIRDS
    proxies_count: bool = True
    written_count: bool = True
    most_proxies: int | None = None
    chair_breaks_ties: bool = True
    abstentions_count: bool = True


@dataclass(frozen=True)
class Entrusted:
    """One agency lets another vote for it, or whoever chairs (`holder` None)."""

    giver: int
    holder: int | None


@dataclass(frozen=True)
class Meeting:
    """Who may vote, who is there, who chairs, who voted in writing; proxies in the order they were given."""

    members: AbstractSet[int]
    there: AbstractSet[int] = frozenset()
    chair: int | None = None
    written: AbstractSet[int] = frozenset()
    entrusted: Sequence[Entrusted] = ()


@dataclass(frozen=True)
class Motion:
    """What was said on one resolution: by those there, in writing, by the chair where it was a tie."""

    kind: ResolutionKind = ResolutionKind.ORDINARY
    recused: AbstractSet[int] = frozenset()
    there: Mapping[int, Choice] = field(default_factory=dict)
    written: Mapping[int, Choice] = field(default_factory=dict)
    casting: Choice | None = None


@dataclass(frozen=True)
class Attended:
    """How many take part in which way, how many of them the rules count, how many are needed."""

    members: int
    there: int
    by_proxy: int
    written: int
    counted: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether the quorum is reached; nobody at all is never enough."""
        return self.members > 0 and self.counted >= self.needed


@dataclass(frozen=True)
class Outcome:
    """The votes on one resolution and what they decide."""

    attended: Attended
    yes: int
    no: int
    abstain: int
    result: Result


def needed(members: int, quorum: Quorum) -> int:
    """Return the least number of agencies that is enough of so many."""
    part, whole, exactly = _QUORA[quorum]
    least = -(-members * part // whole)
    return least + 1 if not exactly and least * whole == members * part else least


def proxies_that_count(meeting: Meeting, numbers: Numbers) -> dict[int, int]:
    """Return for each agency whose proxy counts who votes for it.

    The latest proxy of an agency counts. It lapses when the agency comes itself or votes in writing, and is
    void when its holder does not come, so none is handed on. Of more than a holder may have, the earliest
    count; those given to the chair have no such limit.
    """
    latest: dict[int, Entrusted] = {}
    for each in meeting.entrusted:
        latest.pop(each.giver, None)
        latest[each.giver] = each
    found: dict[int, int] = {}
    held: Counter[int] = Counter()
    for giver, each in latest.items():
        holder = meeting.chair if each.holder is None else each.holder
        if holder is None or holder == giver or holder not in meeting.members & meeting.there:
            continue
        if giver not in meeting.members or giver in meeting.there or giver in meeting.written:
            continue
        if each.holder is not None and numbers.most_proxies is not None:
            if held[holder] >= numbers.most_proxies:
                continue
            held[holder] += 1
        found[giver] = holder
    return found


def attended(meeting: Meeting, numbers: Numbers) -> Attended:
    """Return how many take part in a general meeting, and whether they are enough."""
    written = (meeting.members & meeting.written) - meeting.there
    return _attended(
        len(meeting.members),
        there=len(meeting.members & meeting.there),
        by_proxy=len(proxies_that_count(meeting, numbers)),
        written=len(written),
        numbers=numbers,
    )


def expected(meeting: Meeting, coming: AbstractSet[int], numbers: Numbers) -> Attended:
    """Return how many will take part if those come who say so, and every holder of a proxy does."""
    there = meeting.members & coming
    written = (meeting.members & meeting.written) - there
    entrusting = meeting.members & {each.giver for each in meeting.entrusted}
    return _attended(
        len(meeting.members),
        there=len(there),
        by_proxy=len(entrusting - there - written),
        written=len(written),
        numbers=numbers,
    )


def _attended(members: int, *, there: int, by_proxy: int, written: int, numbers: Numbers) -> Attended:
    counted = there + by_proxy * numbers.proxies_count + written * numbers.written_count
    return Attended(members, there, by_proxy, written, counted, needed(members, numbers.quorum))


def decided(motion: Motion, meeting: Meeting, numbers: Numbers) -> Outcome:
    """Return what a general meeting decides on one resolution.

    Agencies that are recused are neither counted nor do they vote, for themselves or for others. Whoever is
    there and says nothing abstains; a proxy says what its holder says.
    """
    eligible = meeting.members - motion.recused
    there = eligible & meeting.there
    proxies = {
        giver: holder
        for giver, holder in proxies_that_count(meeting, numbers).items()
        if giver in eligible and holder in eligible
    }
    written = {
        agency: choice
        for agency, choice in motion.written.items()
        if agency in eligible and agency not in meeting.there
    }
    votes = Counter(
        [
            *(motion.there.get(each, Choice.ABSTAIN) for each in there),
            *(motion.there.get(holder, Choice.ABSTAIN) for holder in proxies.values()),
            *written.values(),
        ]
    )
    took_part = _attended(
        len(eligible), there=len(there), by_proxy=len(proxies), written=len(written), numbers=numbers
    )
    yes, no, abstain = (votes[each] for each in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    base = yes + no + (abstain if numbers.abstentions_count else 0)
    majority = numbers.ordinary if motion.kind == ResolutionKind.ORDINARY else numbers.special
    result = (
        _result(yes, base, majority, motion.casting, numbers) if took_part.is_enough else Result.NO_QUORUM
    )
    return Outcome(took_part, yes, no, abstain, result)


def _result(yes: int, base: int, majority: Majority, casting: Choice | None, numbers: Numbers) -> Result:
    part, whole, exactly = _MAJORITIES[majority]
    if not base:
        return Result.LOST
    if yes * whole > base * part or (exactly and yes * whole == base * part):
        return Result.CARRIED
    is_tie = majority == Majority.MORE_THAN_HALF and yes * 2 == base
    if not is_tie or not numbers.chair_breaks_ties:
        return Result.LOST
    return {Choice.YES: Result.CARRIED, Choice.NO: Result.LOST}.get(casting or Choice.ABSTAIN, Result.TIE)
