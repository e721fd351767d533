"""Who was there how long, who is late, and how people are mixed."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from events.attendance import rules
from events.attendance.rules import ARRIVED, LEFT, WITHDRAWN, DayLimits, Fact, Mixed, Span, Stay
from tests.events.attendance.the_day import BEGINS, ENDS, at

SPAN = Span(BEGINS, ENDS)
FIFTEEN = DayLimits(15, 15)


def book(*lines):
    """Return facts from (kind, moment) or (withdrawn, key), numbered from 1."""
    return [
        Fact(key, kind, BEGINS, what) if kind == WITHDRAWN else Fact(key, kind, what)
        for key, (kind, what) in enumerate(lines, start=1)
    ]


@pytest.mark.parametrize(
    ("lines", "presence", "minutes"),
    [
        ([], "not_yet", 0),
        ([(ARRIVED, at(13, 20))], "here", 180),
        ([(ARRIVED, at(13, 45))], "here", 165),
        ([(ARRIVED, at(13, 20)), (LEFT, at(15, 30))], "left", 120),
        ([(ARRIVED, at(13, 20)), (LEFT, at(17, 0))], "left", 180),
        ([(ARRIVED, at(13, 20)), (LEFT, at(14, 0)), (ARRIVED, at(15, 0))], "here", 120),
        ([(ARRIVED, at(13, 20)), (ARRIVED, at(14, 20))], "here", 180),
        ([(ARRIVED, at(13, 30)), (LEFT, at(14, 0)), (LEFT, at(15, 0))], "left", 30),
        ([(LEFT, at(14, 0))], "not_yet", 0),
        ([(ARRIVED, at(16, 40))], "here", 0),
        ([(ARRIVED, at(13, 30)), (WITHDRAWN, 1)], "not_yet", 0),
        ([(ARRIVED, at(13, 30)), (LEFT, at(14, 0)), (WITHDRAWN, 2)], "here", 180),
        # Written late, but it happened before.
        ([(LEFT, at(15, 30)), (ARRIVED, at(14, 30))], "left", 60),
    ],
)
def test_the_book_tells_who_is_there_and_how_long(lines, presence, minutes):
    facts = book(*lines)
    assert (rules.presence(facts), rules.minutes_within(rules.stays(facts), SPAN)) == (presence, minutes)


def test_minutes_are_those_of_a_count_second_by_second():
    rng = Random(3)
    for _ in range(200):
        moments = sorted(BEGINS + timedelta(seconds=rng.randrange(-1800, 12600)) for _ in range(4))
        lines = [(rng.choice((ARRIVED, LEFT)), moment) for moment in moments]
        is_in, seconds, moment = False, 0, BEGINS - timedelta(hours=1)
        pending = list(lines)
        while moment < ENDS:
            while pending and pending[0][1] <= moment:
                is_in = pending.pop(0)[0] == ARRIVED
            seconds += is_in and moment >= BEGINS
            moment += timedelta(seconds=1)
        assert rules.minutes_within(rules.stays(book(*lines)), SPAN) == seconds // 60


@pytest.mark.parametrize(
    ("begins", "ends", "limits", "judged"),
    [
        (at(13, 20), None, FIFTEEN, (0, 0, False, False)),
        (at(13, 45), None, FIFTEEN, (15, 0, False, False)),
        (at(13, 46), None, FIFTEEN, (16, 0, True, False)),
        (at(13, 30), at(16, 15), FIFTEEN, (0, 15, False, False)),
        (at(13, 30), at(16, 14), FIFTEEN, (0, 16, False, True)),
        (at(14, 30), at(15, 0), FIFTEEN, (60, 90, True, True)),
        (at(14, 30), at(15, 0), None, (60, 90, False, False)),
        (at(13, 31), None, DayLimits(0, 0), (1, 0, True, False)),
    ],
)
def test_the_limit_itself_is_still_in_time(begins, ends, limits, judged):
    found = rules.judge([Stay(begins, ends)], SPAN, limits)
    assert (found.late, found.early, found.is_late, found.is_early) == judged
    assert found.is_on_time is not (found.is_late or found.is_early)


@pytest.mark.parametrize(
    ("kind", "lines", "moment", "now", "allowed"),
    [
        (ARRIVED, [], at(13, 20), at(13, 20), True),
        (ARRIVED, [], at(13, 21), at(13, 20), False),
        (ARRIVED, [], at(13, 20) - timedelta(days=1), at(13, 20), False),
        (ARRIVED, [], at(13, 20) + timedelta(days=1), at(13, 20) + timedelta(days=2), False),
        (LEFT, [], at(14, 0), at(14, 0), False),
        (LEFT, [(ARRIVED, at(13, 50))], at(13, 40), at(14, 0), False),
        (LEFT, [(ARRIVED, at(13, 50))], at(13, 50), at(14, 0), True),
    ],
)
def test_what_can_have_happened_is_written(kind, lines, moment, now, allowed):
    decision = rules.may_note(kind, book(*lines), moment, SPAN, now=now)
    assert decision.allowed is allowed
    assert bool(decision.reason) is not allowed


def some_crowd(rng):
    people = []
    for agency in range(rng.randrange(1, 15)):
        sector = f"sector {rng.randrange(4)}"
        people += [(sector, f"agency {agency}")] * rng.randrange(1, 7)
    return [Mixed(key, sector, agency) for key, (sector, agency) in enumerate(people)]


def test_groups_are_even_and_spread_agencies_and_sectors():
    rng = Random(5)
    for _ in range(300):
        people, groups = some_crowd(rng), rng.randrange(1, 9)
        mixed = rules.mix(people, groups, seed=rng.randrange(1000))
        known = {person.key: person for person in people}
        sizes = [len(group) for group in mixed]
        assert sorted(key for group in mixed for key in group) == sorted(known)
        assert max(sizes) - min(sizes) <= 1
        for agency, total in Counter(person.agency for person in people).items():
            together = max(sum(known[key].agency == agency for key in group) for group in mixed)
            assert together <= -(-total // groups)
        for sector in {person.sector for person in people}:
            counts = [sum(known[key].sector == sector for key in group) for group in mixed]
            assert max(counts) - min(counts) <= 1


def test_the_same_seed_gives_the_same_groups_in_whatever_order_people_stand():
    people = some_crowd(Random(8))
    shuffled = Random(9).sample(people, len(people))
    assert rules.mix(people, 4, seed=7) == rules.mix(shuffled, 4, seed=7)
    assert rules.mix(people, 4, seed=7) != rules.mix(people, 4, seed=8)


def test_nobody_is_put_into_no_group():
    with pytest.raises(ValueError, match="one group or more"):
        rules.mix([Mixed(1, "", "")], 0, seed=1)
