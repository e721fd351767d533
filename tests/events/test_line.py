"""The waiting rule in single cases, and in all cases beside a second reading of it."""

from hypothesis import given
from hypothesis import strategies as st

from events.line import Kept, Seating, Settlement, WaitingGroup, settle
from tests.events.beginning_anew import BeginningAnew, some

VENUE, ONLINE = "venue", "online"
PAPER = 1


def group(key, people, *, passes=0, way=VENUE, least=None, kept=()):
    return WaitingGroup(key, {way: people}, passes, least, frozenset(kept))


def sits(key, people, way=VENUE):
    return Seating(key, {way: people})


def settled(line, free, *, holding=True, kept=()):
    free = free if isinstance(free, dict) else {VENUE: free}
    return settle(line, free, most_passes=3, holding=holding, kept=kept)


def test_the_head_of_the_line_is_served_first():
    assert settled([group(1, 2), group(2, 2)], 2) == Settlement((sits(1, 2),))


def test_a_group_that_fits_passes_one_that_does_not():
    assert settled([group(1, 5), group(2, 2)], 3) == Settlement((sits(2, 2),), (1,))


def test_after_three_passes_freed_seats_are_held():
    assert settled([group(1, 5, passes=3), group(2, 2)], 3) == Settlement(held={VENUE: 3})


def test_the_third_pass_of_one_run_already_holds():
    line = [group(1, 5, passes=2), group(2, 1), group(3, 1)]
    assert settled(line, 3) == Settlement((sits(2, 1),), (1,), {VENUE: 2})


def test_nothing_is_held_shortly_before_the_session():
    line = [group(1, 5, passes=3), group(2, 2)]
    assert settled(line, 3, holding=False) == Settlement((sits(2, 2),), (1,))


def test_a_group_is_not_passed_by_one_that_sits_elsewhere():
    line = [group(1, 5), group(2, 2, way=ONLINE)]
    assert settled(line, {VENUE: 3, ONLINE: 2}) == Settlement((sits(2, 2, ONLINE),))


def test_only_the_seats_that_a_held_group_can_use_are_kept():
    line = [WaitingGroup(1, {VENUE: 2, ONLINE: 1}, 3), group(2, 2)]
    assert settled(line, {VENUE: 4, ONLINE: 0}) == Settlement((sits(2, 2),), (), {VENUE: 2, ONLINE: 0})


def test_a_group_that_is_content_with_three_sits_down_with_three():
    assert settled([group(1, 5, least=3)], 3) == Settlement((sits(1, 3),))
    assert settled([group(1, 5, least=3)], 2) == Settlement()


def test_whoever_has_begun_to_sit_down_keeps_its_place_for_the_rest():
    line = [group(1, 5, least=1), group(2, 1, way=ONLINE), group(3, 1)]
    assert settled(line, {VENUE: 2, ONLINE: 1}) == Settlement((sits(1, 2), sits(2, 1, ONLINE)))


def test_kept_seats_are_for_those_alone_whom_they_are_for():
    kept = [Kept(PAPER, VENUE, 2)]
    assert settled([group(1, 3)], 4, kept=kept) == Settlement()
    assert settled([group(1, 3, kept={PAPER})], 4, kept=kept) == Settlement((sits(1, 3),))


def test_whoever_takes_kept_seats_overtakes_nobody_and_whoever_takes_more_does():
    kept = [Kept(PAPER, VENUE, 2)]
    line = [group(1, 5), group(2, 2, kept={PAPER})]
    assert settled(line, 2, kept=kept) == Settlement((sits(2, 2),))
    line = [group(1, 5), group(2, 3, kept={PAPER})]
    assert settled(line, 3, kept=kept) == Settlement((sits(2, 3),), (1,))


ways = st.sampled_from([{VENUE: 1}, {ONLINE: 1}, {VENUE: 1, ONLINE: 1}])
groups = st.builds(
    lambda shape, size, passes, least, kept: (
        dict.fromkeys(shape, size),
        passes,
        None if least is None else min(least, size * len(shape)),
        frozenset({PAPER}) if kept else frozenset(),
    ),
    ways,
    st.integers(1, 5),
    st.integers(0, 4),
    st.none() | st.integers(1, 5),
    st.booleans(),
)


@given(st.lists(groups, max_size=12), st.integers(0, 8), st.integers(0, 4), st.integers(0, 3), st.booleans())
def test_it_says_what_serving_one_at_a_time_says(shapes, venue, online, reserved, holding):
    line = [WaitingGroup(key, *shape) for key, shape in enumerate(shapes)]
    free, kept = {VENUE: venue, ONLINE: online}, [Kept(PAPER, VENUE, min(reserved, venue))]
    quick = settle(line, free, most_passes=3, holding=holding, kept=kept)
    slow = BeginningAnew(line, free, kept, holding).all()
    assert (sorted(quick.seated, key=str), sorted(quick.passed), some(quick.held)) == (
        sorted(slow.seated, key=str),
        sorted(slow.passed),
        some(slow.held),
    )
    used = {way: sum(each.people.get(way, 0) for each in quick.seated) for way in free}
    assert all(used[way] + quick.held.get(way, 0) <= free[way] for way in free)
    if holding:
        passes = {each.key: each.passes + quick.passed.count(each.key) for each in line}
        assert all(passes[each.key] <= max(3, each.passes) for each in line)
