"""What is credited, against an oracle that goes through every tick, and against people who forge."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_media.viewing.traces import ALONE, BEGAN, beacon, forged, once, trace, truth
from training_media.viewing.rules import (
    FASTEST_RATE,
    MEASURING,
    SamePiece,
    carried_over,
    claimed,
    most_credit,
    settled,
)
from training_media.viewing.spans import Growing, is_spans, length, minus, union

SECOND = 1_000
TRACES = 60
FORGERS = 600


def credit(*beacons):
    return settled(beacons).credit.get(ALONE, ())


@pytest.mark.parametrize("seed", range(TRACES))
def test_what_is_credited_is_what_was_watched(seed):
    made = trace(seed)
    found = settled(once(made.delivered)).credit
    real = truth(made.tabs)
    assert found.keys() == real.keys()
    for account, spans in found.items():
        assert abs(length(spans) - real[account]) < SECOND
        assert is_spans(spans)


@pytest.mark.parametrize("seed", range(0, TRACES, 10))
def test_the_order_of_arrival_changes_nothing(seed):
    beacons = once(trace(seed).delivered)
    mixed = random.Random(seed).sample(beacons, len(beacons))
    assert settled(mixed) == settled(beacons)


@pytest.mark.parametrize("first", range(0, FORGERS, 100))
def test_nobody_is_credited_more_than_the_time_that_passed(first):
    for seed in range(first, first + 100):
        beacons, until = forged(seed)
        found = settled(beacons)
        total = sum(map(length, found.credit.values()))
        assert total <= until * FASTEST_RATE // 1_000 * MEASURING // 1_000
        assert total <= most_credit(found.spent)


def test_some_forgers_are_credited_something():
    assert any(settled(forged(seed)[0]).credit for seed in range(10))


def test_what_was_claimed_faster_than_it_can_be_played_is_credited_in_part():
    assert credit(beacon(media=(0, 90_000))) == ((0, 15_750),)
    assert credit(beacon(media=(0, 90_000), rate=2_000)) == ((0, 31_500),)
    assert credit(beacon(media=(0, 90_000), rate=16_000)) == ((0, 31_500),)


def test_what_has_not_passed_yet_is_not_credited():
    assert credit(beacon(received_at=BEGAN + 5_000)) == ((0, 5_000),)
    assert credit(beacon(received_at=BEGAN)) == ()
    assert claimed(beacon(clock=(-5, 10))) is None


def test_what_was_queued_is_credited_whenever_it_arrives():
    late = beacon(seq=1, media=(15_000, 30_000), clock=(15_000, 30_000), received_at=BEGAN + 86_400_000)
    assert credit(late, beacon()) == ((0, 30_000),)


def test_where_two_sittings_overlap_the_first_counts():
    second = beacon(sitting=2, began_at=BEGAN + 5_000, media=(100_000, 115_000), received_at=BEGAN + 30_000)
    assert credit(second, beacon()) == ((0, 15_000), (110_000, 115_000))


def test_moments_that_were_used_before_are_not_used_again():
    found = settled([beacon()], spent=((BEGAN - 50, BEGAN + 10_000),))
    assert found.credit == {ALONE: ((10_000, 15_000),)}
    assert found.spent == ((BEGAN - 50, BEGAN + 15_000),)


def test_a_new_edit_keeps_what_both_have_in_common():
    pieces = [SamePiece((0, 10_000), 5_000), SamePiece((20_000, 30_000), 15_000)]
    assert carried_over(((5_000, 25_000),), pieces) == ((10_000, 20_000),)
    assert carried_over(((10_000, 20_000),), pieces) == ()


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


def moments(spans):
    return {moment for start, end in spans for moment in range(start, end)}


@given(SPANS, SPANS)
def test_sets_of_spans_are_sets_of_moments(one, other):
    both, left = union(one, other), minus(one, union(other))
    growing = Growing(union(other))
    added = [part for span in union(one) for part in growing.add(span)]
    assert (growing.spans, union(added)) == (both, left)
    assert moments(both) == moments(one) | moments(other)
    assert moments(left) == moments(one) - moments(other)
    assert is_spans(both)
    assert is_spans(left)
    assert length(both) == len(moments(both))
