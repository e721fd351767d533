"""No hidden number can be worked out, not even by somebody who knows the sum and how numbers are hidden."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.decision import Decision
from portal.figures import rules, small_counts
from portal.figures.counted import counted_in
from portal.figures.small_counts import Count, Protection, protect


def hide(values, *, threshold=5, total_is_known=True):
    counts = [Count(None if value is None else Decimal(value), hides_when_small=True) for value in values]
    return protect(counts, threshold=threshold, total_is_known=total_is_known)


def seen(values, *, threshold):
    """Return all that a reader gets: what is shown where, and the sum if it is."""
    protection = hide(values, threshold=threshold)
    cells = tuple(None if place in protection.hidden else value for place, value in enumerate(values))
    return cells, None if protection.hides_total else sum(values)


def all_tables(rows, most):
    """Return all tables of so many rows whose sum is at most so much."""
    if not rows:
        return [()]
    return [(first, *rest) for first in range(most + 1) for rest in all_tables(rows - 1, most - first)]


@pytest.mark.parametrize(
    ("rows", "most", "threshold"), [(1, 20, 5), (2, 30, 5), (3, 30, 5), (4, 20, 5), (4, 20, 6)]
)
def test_whoever_knows_sum_and_rule_and_which_are_small_still_cannot_tell_any(rows, most, threshold):
    alike = defaultdict(list)
    for values in all_tables(rows, most):
        small = tuple(1 <= value < threshold for value in values)
        alike[seen(values, threshold=threshold), small].append(values)
    told = [
        worlds
        for (_, small), worlds in alike.items()
        for place, is_small in enumerate(small)
        if is_small and len({values[place] for values in worlds}) == 1
    ]
    assert told == []
    assert len(alike) > 10


many = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 60)), min_size=1, max_size=7)


def numbers_that_fit(values, place, *, threshold):
    """Return what a small number may be for a reader who knows the sum and which of the hidden are small."""
    hidden = hide(values, threshold=threshold).hidden
    small = [each for each in hidden if 1 <= values[each] < threshold]
    large = [each for each in hidden if values[each] >= threshold]
    largest_shown = max([threshold, *(value for each, value in enumerate(values) if each not in hidden)])
    hidden_sum = sum(values[each] for each in hidden)
    fits = set()
    for number in range(1, threshold):
        left = hidden_sum - number
        least = len(small) - 1 + len(large) * largest_shown
        most = None if large else (len(small) - 1) * (threshold - 1)
        if least <= left and (most is None or left <= most):
            fits.add(number)
    return fits


@settings(max_examples=400, deadline=None)
@given(values=many, threshold=st.integers(small_counts.LOWEST_THRESHOLD, 10))
def test_while_the_sum_is_shown_a_small_number_could_be_every_small_number(values, threshold):
    protection = hide(values, threshold=threshold)
    if not protection.hides_total:
        for place in protection.hidden:
            if values[place] < threshold:
                expected = set(range(1, threshold))
                assert numbers_that_fit(values, place, threshold=threshold) == expected


@given(values=many, threshold=st.integers(small_counts.LOWEST_THRESHOLD, 10), total_is_known=st.booleans())
def test_no_small_number_is_ever_shown_and_no_zero_is_ever_hidden(values, threshold, total_is_known):
    hidden = hide(values, threshold=threshold, total_is_known=total_is_known).hidden
    assert {place for place, value in enumerate(values) if 1 <= value < threshold} <= hidden
    assert all(values[place] for place in hidden)


@pytest.mark.parametrize(
    ("values", "hidden", "hides_total"),
    [
        ([12, 9, 6], set(), False),
        ([12, 9, 0], set(), False),
        ([23, 9, 2], {0, 2}, False),
        # Two small ones that hide each other: nothing else has to go.
        ([12, 9, 3, 2], {2, 3}, False),
        # Two ones can only be ones: the largest goes with them.
        ([12, 9, 1, 1], {0, 2, 3}, False),
        # One large number beside a small one of which nothing else is known would give it away.
        ([1, 5], {0, 1}, True),
        ([3, 0, 0], {0}, True),
        ([1, 6, 6, 6], {0, 1, 2, 3}, True),
        ([3], {0}, True),
        ([None, 3, 20], {1, 2}, False),
    ],
)
def test_as_much_is_hidden_as_it_takes(values, hidden, hides_total):
    assert hide(values) == Protection(frozenset(hidden), hides_total)


def test_without_a_sum_only_the_small_number_itself_is_hidden():
    assert hide([23, 9, 2], total_is_known=False) == Protection(frozenset({2}), hides_total=True)


def test_what_counts_no_people_is_shown():
    counts = [Count(Decimal(3), hides_when_small=False), Count(Decimal("1.83"), hides_when_small=False)]
    assert protect(counts, threshold=5, total_is_known=True) == Protection(frozenset(), hides_total=False)


@pytest.mark.parametrize(
    ("base", "total", "hides_total", "hidden"),
    [
        (None, 3, True, False),
        (4, 4, True, True),
        (6, 6, True, True),
        (6, 6, False, False),
        (60, 6, True, False),
    ],
)
def test_the_base_gives_no_hidden_sum_away(base, total, hides_total, hidden):
    assert small_counts.hides_base(base, total=total, hides_total=hides_total, threshold=5) is hidden


@pytest.mark.parametrize(
    ("is_own", "unit", "hides"),
    [(True, "人", True), (True, "件", True), (True, "", True), (True, "回", False), (False, "人", False)],
)
def test_people_of_the_own_centre_are_protected(is_own, unit, hides):
    assert small_counts.hides_when_small(is_own=is_own, unit=unit) is hides


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("救護施設は3人でした", [3]),
        ("救護施設は、3 名でした", [3]),
        ("令和3年度の数です", []),
        ("合わせて13人でした", []),
        ("1,003人でした", []),
        ("救護施設は三人でした", [3]),
        ("３世帯でした", [3]),
        ("3、4人でした", [3]),
        ("三、四人でした", [3]),
        ("8,9人でした", [9]),
        ("4人または九人", [9]),
        ("3か所、九か所", [3, 9]),
        ("3ヶ所", [3]),
        ("九機関", [9]),
        ("3回", [3]),
        ("3〜5人", [3]),
        ("三家族", [3]),
        ("十三人と二十九人、三百人、一三人、三万人", []),
        ("第3回の調査", []),
        ("0.3人", []),
    ],
)
def test_words_that_tell_a_hidden_number_are_found(words, told):
    assert small_counts.told_numbers([words], [Decimal(3), Decimal(9)]) == told


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("二十九人", [29]),
        ("三百二十人", [320]),
        ("三二〇人", [320]),
        ("千四人", [1004]),
        ("二万三千人", [23_000]),
        ("万人", [10_000]),
        ("一人ひとりに合わせ、一人暮らしの方と二人三脚で進みます", []),
    ],
)
def test_numbers_in_kanji_are_read(words, numbers):
    assert list(counted_in(words)) == numbers


def draw(chart, values, *, units=1, adds_up=True):
    return rules.may_draw(chart, values=[Decimal(value) for value in values], units=units, adds_up=adds_up)


def test_a_chart_is_drawn_only_where_it_tells_the_truth():
    assert draw("bar", [1, 2]).allowed
    assert draw("line", range(12)).allowed
    assert draw("stacked", range(6)).allowed
    assert draw("none", [-1, 2], units=2).allowed
    assert "単位がちがう" in draw("bar", [1, 2], units=2).reason
    assert "0より小さい" in draw("bar", [-1, 2]).reason
    assert "12行まで" in draw("line", range(13)).reason
    assert "足すと合計になる" in draw("stacked", [1, 2], adds_up=False).reason
    assert "6行まで" in draw("stacked", range(7)).reason
    assert not rules.may_draw("stacked", values=[Decimal(1), None], units=1, adds_up=True).allowed


def test_a_band_that_leaves_something_out_is_drawn_as_bars():
    assert small_counts.drawable("stacked", hides_something=True) == "bar"
    assert small_counts.drawable("stacked", hides_something=False) == "stacked"
    assert small_counts.drawable("line", hides_something=True) == "line"


def agree(values, *, is_own=True, units=None, adds_up=False, base=None):
    return rules.rows_agree(
        is_own=is_own,
        units=units or ["人"] * len(values),
        values=[None if value is None else Decimal(value) for value in values],
        adds_up=adds_up,
        base=base,
    )


def test_numbers_of_a_table_have_to_fit_together():
    assert agree([12, None, 3], adds_up=True, base=15).allowed
    assert agree(["56.7", "87.73"], is_own=False, units=["歳", "%"]).allowed
    assert "割合ではなく" in agree([50], units=["%"]).reason
    assert "足せません" in agree([1, 2], units=["人", "回"], adds_up=True).reason
    assert "整数" in agree(["1.5"]).reason
    assert "整数" in agree([-1]).reason
    assert agree(["1.5"], units=["回"]).allowed


def test_a_rest_that_no_row_names_is_asked_for():
    assert agree([12, 9], adds_up=True, base=24).reason == (
        "合計は21、もとの数は24です。足りない分は「そのほか」の行に書いてください。"
    )


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("draft", {"send"}),
        ("sent", {"verify", "take_back"}),
        ("verified", {"publish", "take_back"}),
        ("published", {"take_back", "replace"}),
    ],
)
def test_a_table_goes_one_way(state, allowed):
    assert {move for move in rules.MOVES if rules.may_move(state, move).allowed} == allowed
    assert rules.may_change(state, has_correction=False).allowed is (state == "draft")
    assert not rules.may_change(state, has_correction=True).allowed
    assert rules.may_correct(state, has_correction=False).allowed is (state == "published")
    assert not rules.may_correct(state, has_correction=True).allowed


@pytest.mark.parametrize(
    ("is_same", "by_manager", "is_manager", "words"),
    [
        (False, False, True, ""),
        (False, True, False, ""),
        (False, False, False, "職員が入力した表は、センター長が確認します。"),
        (True, True, True, "入力した人とは別の人が、出典と見くらべて確認してください。"),
    ],
)
def test_a_second_person_verifies_and_one_of_the_two_leads(is_same, by_manager, is_manager, words):
    decision = rules.may_verify(
        "sent", is_by_who_entered=is_same, entered_by_manager=by_manager, is_manager=is_manager
    )
    assert decision == Decision(not words, words)


@pytest.mark.parametrize(("threshold", "allowed"), [(4, False), (5, True), (20, True), (21, False)])
def test_the_threshold_has_bounds(threshold, allowed):
    assert small_counts.may_set_threshold(threshold).allowed is allowed
