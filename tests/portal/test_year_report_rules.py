"""Which numbers of a report may stand side by side, and how it goes from a draft to the public."""

from decimal import Decimal
from itertools import product

import pytest

from portal.figures.side_by_side import LabelledCount, protect_together
from portal.figures.small_counts import Count
from portal.year_report import rules


def table(values, *, hides_when_small, labels=None):
    counts = [Count(None if value is None else Decimal(value), hides_when_small) for value in values]
    labels = labels or [f"項目{place}" for place in range(len(counts))]
    return [LabelledCount(label, count) for label, count in zip(labels, counts, strict=True)]


def people(*values, labels=None):
    return table(values, hides_when_small=True, labels=labels)


def things(*values):
    return table(values, hides_when_small=False)


def test_a_table_alone_is_protected_as_the_figures_are():
    (found,) = protect_together([people(23, 9, 2)], threshold=5)
    assert (found.hidden, found.hides_total) == ({0, 2}, False)


def test_a_sum_that_one_table_hides_is_not_shown_by_another():
    few, other = protect_together([people(6, 1), people(7, 20)], threshold=5)
    assert (few.hides_total, few.hidden) == (True, {0, 1})
    assert (other.hides_total, other.hidden) == (True, {0, 1})


def test_a_sum_that_one_table_hides_is_not_shown_as_the_sum_of_another():
    few, other, far = protect_together([people(6, 1), people(7, 0), people(50, 40)], threshold=5)
    assert few.hides_total
    assert (other.hidden, other.hides_total) == ({0}, True)
    assert (far.hidden, far.hides_total) == (frozenset(), False)


def test_a_table_that_shows_by_name_what_another_hides_hides_its_counts_too():
    labels = ("本人", "家族", "福祉")
    hiding, other = protect_together(
        [people(23, 2, 9, labels=labels), people(23, 11, labels=("本人", "そのほか"))], threshold=5
    )
    assert (other.hidden, other.hides_total) == ({0, 1}, True)
    # Now the sum of both is hidden in one, so it does not stand in the other.
    assert (hiding.hidden, hiding.hides_total) == ({0, 1, 2}, True)


def test_the_same_table_twice_tells_nothing_new():
    found = protect_together([people(23, 9, 2), people(23, 9, 2)], threshold=5)
    assert [each.hidden for each in found] == [{0, 2}, {0, 2}]


def test_a_count_of_things_may_equal_a_hidden_sum():
    few, held = protect_together([people(6, 1), things(7)], threshold=5)
    assert few.hides_total
    assert (held.hidden, held.hides_total) == (frozenset(), False)


def test_in_no_report_of_two_small_tables_a_hidden_sum_stands_somewhere():
    values = (0, 1, 2, 4, 5, 6, 9)
    for first, second in product(product(values, repeat=2), repeat=2):
        tables = [people(*first), people(*second)]
        found = protect_together(tables, threshold=5)
        hidden = {sum(each) for each, one in zip((first, second), found, strict=True) if one.hides_total}
        shown = {
            value
            for each, one in zip((first, second), found, strict=True)
            for place, value in enumerate(each)
            if value and place not in one.hidden
        }
        shown |= {sum(each) for each, one in zip((first, second), found, strict=True) if not one.hides_total}
        assert not (hidden - {0}) & shown, (first, second)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("メールの相談は2人でした。", [2]),
        ("メールの相談は二人でした。", [2]),
        ("研修を2回開きました。", []),
        ("二か所をたずねました。", []),
        ("2人が、2回来ました。", [2]),
        ("2、3人でした。", [2]),
        ("20人でした。", []),
        ("第2の人生を支えます。", []),
    ],
)
def test_words_may_count_things_but_no_hidden_people(words, told):
    assert rules.told_people([words], [Decimal(2)]) == told


@pytest.mark.parametrize(
    ("move", "begins"),
    [
        ("send", {"draft"}),
        ("take_back", {"proof"}),
        ("publish", {"proof"}),
        ("replace", {"published"}),
        ("withdraw", {"published", "replaced"}),
    ],
)
def test_a_report_moves_only_from_where_it_may(move, begins):
    states = {"draft", "proof", "published", "replaced", "withdrawn"}
    assert {state for state in states if rules.may_move(state, move).allowed} == begins
    assert all(rules.may_move(state, move).reason for state in states - begins)


@pytest.mark.parametrize(
    ("year", "has_any", "allowed"),
    [
        (2025, False, True),
        (2026, False, False),
        (2027, False, False),
        (2008, False, False),
        (2025, True, False),
    ],
)
def test_a_report_is_begun_once_and_when_its_year_is_over(year, has_any, allowed):
    assert rules.may_begin(year, this_year=2026, has_any=has_any).allowed is allowed


@pytest.mark.parametrize(
    ("sent", "leads", "state", "reason"),
    [
        (False, True, "proof", ""),
        (True, True, "proof", "校正に出した人とは別の人"),
        (False, False, "proof", "公開は、センター長がします。"),
        (False, True, "draft", "校正中の報告だけ"),
    ],
)
def test_a_manager_publishes_as_a_second_person(sent, leads, state, reason):
    decision = rules.may_publish(state, is_by_who_sent=sent, is_manager=leads)
    assert decision.allowed is (reason == "")
    assert reason in decision.reason


def test_a_report_without_chapters_or_with_an_empty_one_is_not_complete():
    assert rules.may_send(chapters=1, empty=[]).allowed
    assert not rules.may_send(chapters=0, empty=[]).allowed
    assert "「お礼」" in rules.may_send(chapters=2, empty=["お礼"]).reason


@pytest.mark.parametrize("state", ["proof", "published", "replaced", "withdrawn"])
def test_only_a_draft_is_changed(state):
    assert rules.may_change("draft").allowed
    assert not rules.may_change(state).allowed


@pytest.mark.parametrize(
    ("state", "has_open", "allowed"),
    [
        ("published", False, True),
        ("withdrawn", False, True),
        ("published", True, False),
        ("replaced", False, False),
        ("draft", False, False),
    ],
)
def test_a_new_version_is_made_of_a_published_report(state, has_open, allowed):
    assert rules.may_reopen(state, has_open=has_open).allowed is allowed
