"""Generated afternoons in front of a screen, and an oracle that knows nothing of spans.

A trace is what somebody really did, tick by tick, in one to three tabs: play, pause, jump, change the rate,
lose the line. From it come the beacons as a player reports them, and as a bad network delivers them.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, replace

from training_media.viewing.rules import NORMAL_RATE, Beacon

TICK = 100
RATES = (500, 750, 1_000, 1_250, 1_500, 2_000)
EVERY = 15_000
DAY = 24 * 3_600_000
LONGEST = 20 * 60_000
BEGAN = 1_790_000_000_000
ALONE = (1, False)


@dataclass
class Tab:
    """One tab: since when it is open, and for each tick where it plays, at which rate; None: it rests."""

    sitting: int
    opened: int
    account: tuple
    ticks: list


@dataclass(frozen=True)
class Trace:
    """What happened, what the player reported of it, and in which order it arrived."""

    tabs: tuple[Tab, ...]
    delivered: tuple[Beacon, ...]


def trace(seed, *, loss=0.3):
    chance = random.Random(seed)
    tabs = tuple(_tab(chance, sitting) for sitting in range(1, chance.randint(1, 3) + 1))
    beacons = [beacon for tab in tabs for beacon in _beacons(tab)]
    return Trace(tabs, tuple(_delivered(chance, beacons, loss)))


def truth(tabs):
    """Return how many milliseconds of each recording were watched: of all tabs the first counts."""
    seen = defaultdict(set)
    for moment in range(0, LONGEST * 2, TICK):
        for tab in sorted(tabs, key=lambda each: (each.opened, each.sitting)):
            place = (moment - tab.opened) // TICK
            if 0 <= place < len(tab.ticks) and tab.ticks[place] is not None:
                at, rate = tab.ticks[place]
                seen[tab.account].update(range(at, at + TICK * rate // NORMAL_RATE))
                break
    return {account: len(moments) for account, moments in seen.items() if moments}


def _tab(chance, sitting):
    opened = chance.randrange(0, LONGEST // 2, TICK)
    ticks, at, rate = [], 0, 1_000
    while len(ticks) * TICK < LONGEST // 2:
        what = chance.random()
        if what < 0.25:
            ticks += [None] * chance.randint(1, 300)
        elif what < 0.5:
            at = chance.randrange(0, LONGEST, 1_000)
        elif what < 0.65:
            rate = chance.choice(RATES)
        for _ in range(chance.randint(1, 900)):
            if at >= LONGEST:
                break
            ticks.append((at, rate))
            at += TICK * rate // NORMAL_RATE
    return Tab(sitting, opened, (chance.randint(1, 2), False), ticks)


def _beacons(tab):
    """Report what a tab played, as the player does: a piece ends with a jump, a rest or 15 seconds."""
    began, piece, seq = BEGAN + tab.opened, None, 0
    for place, tick in enumerate([*tab.ticks, None]):
        clock = place * TICK
        if piece is not None:
            at, rate, since = piece
            reached = at + (clock - since) * rate // NORMAL_RATE
            if tick != (reached, rate) or clock - since >= EVERY:
                yield Beacon(
                    began, tab.sitting, seq, tab.account, (at, reached), (since, clock), rate, began + clock
                )
                piece, seq = None, seq + 1
        if piece is None and tick is not None:
            piece = (*tick, clock)


def _delivered(chance, beacons, loss):
    """Send each until it is acknowledged: answers get lost, so that some arrive often, late and out of order.

    The device's own clock may be a day wrong: it is in none of the fields.
    """
    arriving = []
    for beacon in beacons:
        at = beacon.received_at + chance.randint(20, 900)
        while True:
            if chance.random() >= loss:
                arriving.append(replace(beacon, received_at=at))
                if chance.random() >= loss:
                    break
            at += chance.choice((2_000, 30_000, 600_000, DAY))
    return sorted(arriving, key=lambda each: (each.received_at, chance.random()))


def once(delivered):
    """Keep of each beacon the first that arrived, as the ledger's key does."""
    kept = {}
    for beacon in delivered:
        kept.setdefault((beacon.sitting, beacon.seq), beacon)
    return list(kept.values())


def beacon(**fields):
    row = {"began_at": BEGAN, "sitting": 1, "seq": 0, "account": ALONE, "media": (0, 15_000)}
    row |= {"clock": (0, 15_000), "rate": 1_000, "received_at": BEGAN + 15_200}
    return Beacon(**row | fields)


def forged(seed):
    """Return beacons of somebody who reports whatever they like as often as they like, and until when."""
    chance = random.Random(seed)
    until = chance.randint(1, 600_000)
    beacons = []
    for seq in range(chance.randint(1, 60)):
        began = BEGAN + chance.randint(0, until)
        clock = sorted(chance.randint(-1_000, until * 2) for _ in range(2))
        media = [chance.randint(0, LONGEST), chance.choice((LONGEST * 6, chance.randint(0, LONGEST * 6)))]
        beacons.append(
            beacon(
                began_at=began,
                sitting=chance.randint(1, 4),
                seq=seq,
                account=(chance.randint(1, 3), False),
                media=tuple(media),
                clock=tuple(clock),
                rate=chance.choice((1_000, 2_000, 16_000)),
                received_at=began + chance.randint(0, BEGAN + until - began),
            )
        )
    return beacons, until
