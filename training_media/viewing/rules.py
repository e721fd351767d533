"""What of a recording somebody has watched, to the millisecond: pure functions of what players reported.

A player reports a beacon for each piece that it played without a jump: from where to where in the recording,
from when to when by a clock of the device that only runs forward, and at which rate. The server knows when
the sitting began and when the beacon arrived; it never asks what time the device thinks it is.

Three rules, each of which alone keeps the total true:

1. A beacon claims the time on the wall from `began_at + clock[0]` to `began_at + clock[1]`, as far as that
   has passed when it arrives. Somebody who was off line is credited later for the time they really watched.
   No piece claims longer than it can last at its rate, with 5 % for measuring: whoever plays a second of a
   film uses up no day of their life.
2. For that time it is credited as much of the recording as can be played in it: at the reported rate with 5 %
   for measuring, and never above the fastest that a player offers. What is beyond is left out, not the rest.
3. Each moment of a viewer's life counts once: where sittings overlap, the one that began first counts.

What is credited depends on the set of beacons alone, not on their order, nor on how often one arrived.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .spans import NOTHING, Growing, Span, Spans, length, union

# To what a beacon is credited: a recording, and whether it was watched together with others.
type Account = tuple[int, bool]

SECOND = 1_000
# Rates are in thousandths.
NORMAL_RATE, FASTEST_RATE = 1_000, 2_000
MEASURING = 1_050
LEAST_RATE, GREATEST_RATE = 62, 16_000


@dataclass(frozen=True, slots=True)
class Beacon:
    """One piece that was played without a jump; times are in milliseconds.

    `media` is a span of the recording, `clock` one of the device's monotonic clock since the sitting began,
    `began_at` and `received_at` are the server's time since 1970. `rate` is in thousandths.
    """

    began_at: int
    sitting: int
    seq: int
    account: Account
    media: Span
    clock: Span
    rate: int
    received_at: int

    @property
    def order(self) -> tuple[int, int, int]:
        """Which beacon counts where two claim the same moment: the lower one."""
        return (self.began_at, self.sitting, self.seq)


@dataclass(frozen=True, slots=True)
class Claim:
    """The time on the wall that a beacon claims, and how much of the recording is played in it."""

    wall: Span
    media_start: int
    # Played milliseconds for each millisecond on the wall, as a fraction.
    played: int
    lasting: int

    def media(self, moments: Span) -> Span:
        """Return what is played in some moments of the claim; never a millisecond more than they last."""
        start = self.media_start + (moments[0] - self.wall[0]) * self.played // self.lasting
        return (start, start + (moments[1] - moments[0]) * self.played // self.lasting)


@dataclass(frozen=True)
class Settled:
    """What some beacons come to: the moments that are used up, and what is credited to each account."""

    spent: Spans = NOTHING
    credit: Mapping[Account, Spans] = field(default_factory=dict)


def milliseconds(at: datetime) -> int:
    """Return a moment as whole milliseconds since 1970."""
    return round(at.timestamp() * SECOND)


def claimed(beacon: Beacon) -> Claim | None:
    """Return what a beacon claims, cut to what is possible; None where nothing is left."""
    (media_start, media_end), (clock_start, clock_end) = beacon.media, beacon.clock
    wall = (beacon.began_at + clock_start, min(beacon.began_at + clock_end, beacon.received_at))
    if clock_start < 0 or media_start < 0 or wall[0] >= wall[1] or media_start >= media_end:
        return None
    rate = min(beacon.rate, FASTEST_RATE)
    fastest = rate * MEASURING // NORMAL_RATE
    played, lasting = media_end - media_start, clock_end - clock_start
    longest = -(-played * MEASURING // rate)
    if played * NORMAL_RATE > fastest * lasting:
        played, lasting = fastest, NORMAL_RATE
    elif lasting > longest:
        lasting, wall = longest, (wall[0], min(wall[1], wall[0] + longest))
    return Claim(wall, media_start, played, lasting)


def settled(beacons: Iterable[Beacon], *, spent: Spans = NOTHING) -> Settled:
    """Return what all beacons of one viewer come to; moments that are `spent` already are not used again."""
    credit: dict[Account, list[Span]] = defaultdict(list)
    taken = Growing(spent)
    for beacon in sorted(beacons, key=lambda each: each.order):
        claim = claimed(beacon)
        if claim is not None:
            credit[beacon.account] += map(claim.media, taken.add(claim.wall))
    return Settled(taken.spans, {key: found for key, spans in credit.items() if (found := union(spans))})


def most_credit(spent: Spans) -> int:
    """Return the most milliseconds that can have been watched in these moments."""
    return length(spent) * FASTEST_RATE // NORMAL_RATE * MEASURING // NORMAL_RATE


def is_enough(seen: int, duration: int, *, percent: int) -> bool:
    """Return whether so many milliseconds are so many percent of a recording, in whole numbers."""
    return seen * 100 >= duration * percent


@dataclass(frozen=True)
class SamePiece:
    """A piece that an old recording and the one in its place have in common."""

    old: Span
    new_start: int


def carried_over(spans: Spans, pieces: Sequence[SamePiece]) -> Spans:
    """Return what somebody who watched these spans of the old recording knows of the new one."""
    return union(
        (max(start, piece.old[0]) + shift, min(end, piece.old[1]) + shift)
        for piece in pieces
        for shift in (piece.new_start - piece.old[0],)
        for start, end in spans
    )
