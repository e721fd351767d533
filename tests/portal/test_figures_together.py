"""Two tables of one year, each safe alone: what one hides cannot be worked out with the other."""

from collections import defaultdict

import pytest
from django.db import transaction

from portal.figures import queries, services
from portal.figures.exceptions import FiguresRefused
from portal.figures.models import StatTable
from portal.figures.side_by_side import SeenRow, SeenTable, gives_away, may_stand_beside, told_by_difference
from portal.figures.small_counts import Count as Number
from portal.figures.small_counts import protect
from tests.beside import Beside
from tests.factories.figures import NOW, make_table

THRESHOLD = 5


def table_of(*rows, told=(), title="べつの表"):
    """Return a table as it is protected, from labels and numbers."""
    protection = protect([Number(value, True) for _, value in rows], threshold=THRESHOLD, total_is_known=True)
    seen = [SeenRow(label, value, place in protection.hidden) for place, (label, value) in enumerate(rows)]
    return SeenTable(title, tuple(seen), protection.hides_total, frozenset(told))


def worlds(table, *, total):
    """Return all numbers that the rows may be for a reader who knows this sum, the rule and what is small."""
    size = len(table.rows)
    small = [1 <= row.value < THRESHOLD for row in table.rows]
    shown = [None if row.is_hidden else row.value for row in table.rows]

    def fits(values):
        again = table_of(*((row.label, value) for row, value in zip(table.rows, values, strict=True)))
        return (
            [None if row.is_hidden else row.value for row in again.rows] == shown
            and again.hides_total == table.hides_total
            and [1 <= value < THRESHOLD for value in values] == small
        )

    return [values for values in parted(total, size) if fits(values)]


def parted(total, size):
    if size == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in parted(total - first, size - 1)]


def test_a_hidden_sum_that_another_table_shows_would_tell_the_small_number():
    by_asker = table_of(("家族", 1), ("本人", 5))
    by_way = table_of(("電話", 6), ("来所", 0))
    assert by_asker.hides_total
    assert not by_way.hides_total
    # What a reader of both works out: there is one world only.
    assert worlds(by_asker, total=by_way.total) == [(1, 5)]
    decision = may_stand_beside(by_asker, [by_way], threshold=THRESHOLD)
    assert decision.reason.startswith(
        "公開中の表「べつの表」とくらべると、隠す数（合計）がわかってしまいます。"
    )
    assert not may_stand_beside(by_way, [by_asker], threshold=THRESHOLD).allowed


def test_two_tables_that_both_hide_their_sum_would_leave_one_sum_only():
    alone = table_of(("電話", 4))
    parts = table_of(("本人", 1), ("家族", 1), ("福祉", 1), ("行政", 1))
    assert alone.hides_total
    assert parts.hides_total
    # A single hidden number is at most 4, four hidden ones are at least 4 together.
    both = [total for total in range(1, 17) if worlds(alone, total=total) and worlds(parts, total=total)]
    assert both == [4]
    assert worlds(parts, total=4) == [(1, 1, 1, 1)]
    assert not may_stand_beside(alone, [parts], threshold=THRESHOLD).allowed


def test_a_large_number_hidden_for_a_small_one_is_not_shown_elsewhere():
    hiding = table_of(("本人", 23), ("家族", 2), ("福祉", 9))
    assert [row.is_hidden for row in hiding.rows] == [True, True, False]
    assert gives_away(table_of(("本人", 23), ("そのほか", 11)), hiding)
    assert not gives_away(table_of(("電話", 23), ("来所", 11)), hiding)


def test_names_put_together_or_taken_apart_are_found():
    hiding = table_of(("本人", 3), ("家族", 2), ("福祉", 1), ("行政", 40))
    assert [row.is_hidden for row in hiding.rows] == [True, True, True, False]
    assert gives_away(table_of(("本人・家族", 5), ("そのほか", 41)), hiding)
    together = table_of(("本人・家族", 23), ("福祉", 2), ("行政", 9))
    assert gives_away(table_of(("本人", 16), ("家族", 7), ("そのほか", 11)), together)


def test_all_that_is_hidden_is_no_secret_while_the_sum_is_shown():
    hiding = table_of(("本人", 23), ("家族", 2), ("福祉", 9))
    assert not gives_away(table_of(("本人・家族", 25), ("福祉", 9)), hiding)


def test_a_month_is_not_taken_for_a_part_of_another():
    hiding = table_of(("1月", 2), ("11月", 23), ("12月", 9))
    assert gives_away(table_of(("11月", 23), ("そのほか", 11)), hiding)


def test_a_base_or_a_word_that_tells_the_hidden_sum_is_found():
    hiding = table_of(("家族", 1), ("本人", 5))
    assert gives_away(table_of(("電話", 40), told={6}), hiding)
    assert not gives_away(table_of(("電話", 40), told={7}), hiding)


def test_tables_that_hide_nothing_or_know_their_sum_stand_together():
    by_asker = table_of(("本人", 23), ("家族", 2), ("福祉", 9))
    by_way = table_of(("電話", 30), ("来所", 4))
    assert may_stand_beside(
        by_asker, [by_way, table_of(("男性", 20), ("女性", 14))], threshold=THRESHOLD
    ).allowed
    # Although the sum is known, the small number can be every small number.
    assert {values[1] for values in worlds(by_asker, total=34)} == {1, 2, 3, 4}


# Two versions of one table: each is safe alone


def test_a_row_that_comes_later_is_the_difference_of_the_sums():
    before = table_of(("電話", 30), ("来所", 40), ("手紙", 1), ("面接", 1))
    after = table_of(("電話", 30), ("来所", 40), ("手紙", 1), ("面接", 1), ("メール", 3))
    assert [row.label for row in before.rows if row.is_hidden] == ["来所", "手紙", "面接"]
    assert [row.label for row in after.rows if row.is_hidden] == ["来所", "手紙", "面接", "メール"]
    # 72 in all before, 75 after. Were the other two not 1 and 1, the largest would not be hidden any more.
    decision = may_stand_beside(after, [before], threshold=THRESHOLD)
    assert "隠す数（「手紙」「面接」「メール」）がわかってしまいます" in decision.reason
    assert not may_stand_beside(before, [after], threshold=THRESHOLD).allowed


def test_two_rows_that_come_later_hide_each_other():
    before = table_of(("電話", 30), ("来所", 40), ("手紙", 4), ("面接", 1))
    after = table_of(("電話", 30), ("来所", 40), ("手紙", 4), ("面接", 1), ("メール", 3), ("訪問", 2))
    assert may_stand_beside(after, [before], threshold=THRESHOLD).allowed


def test_a_row_that_comes_later_is_found_also_when_others_were_put_together():
    before = table_of(("電話", 1), ("来所", 1), ("手紙", 3), ("面接", 40), ("訪問", 3))
    after = table_of(("手紙", 3), ("訪問", 3), ("メール", 1), ("電話・来所", 2))
    assert (before.hides_total, after.hides_total) == (False, False)
    # All that is hidden is 8 before and 9 after, and nothing of it but メール is new.
    decision = may_stand_beside(after, [before], threshold=THRESHOLD)
    assert "「メール」" in decision.reason
    assert not may_stand_beside(before, [after], threshold=THRESHOLD).allowed


def test_a_version_in_which_rows_were_put_together_and_nothing_else_stands_beside_the_first():
    before = table_of(("電話", 30), ("来所", 40), ("手紙", 2), ("面接", 1))
    together = table_of(("電話", 30), ("来所", 40), ("手紙・面接", 3))
    renamed = table_of(("電話", 30), ("来所", 40), ("手紙など", 2), ("面接", 1))
    for after in (together, renamed):
        assert may_stand_beside(after, [before], threshold=THRESHOLD).allowed


def test_versions_that_differ_only_in_what_is_shown_stand_together():
    before = table_of(("電話", 11), ("来所", 22), ("手紙", 3))
    after = table_of(("電話", 9), ("来所", 22), ("手紙", 3), ("訪問", 0))
    assert may_stand_beside(after, [before], threshold=THRESHOLD).allowed


def test_a_version_in_which_a_hidden_number_was_corrected_stands_beside_the_first():
    before = table_of(("電話", 11), ("来所", 22), ("手紙", 3))
    after = table_of(("電話", 11), ("来所", 22), ("手紙", 4))
    assert may_stand_beside(after, [before], threshold=THRESHOLD).allowed


def test_another_large_number_hidden_instead_shows_the_one_before():
    before = table_of(("電話", 11), ("来所", 12), ("手紙", 3))
    after = table_of(("電話", 13), ("来所", 12), ("手紙", 3))
    decision = may_stand_beside(after, [before], threshold=THRESHOLD)
    assert "隠す数（「来所」）" in decision.reason


def test_the_same_label_twice_is_two_rows():
    twice = table_of(("電話", 12), ("電話", 3), ("来所", 0))
    again = table_of(("電話", 12), ("電話", 3), ("来所", 6))
    assert may_stand_beside(again, [twice], threshold=THRESHOLD).allowed


def as_read(values):
    """Return what a reader meets of a table, and which of its numbers are small."""
    table = table_of(*zip("abcd", values, strict=False))
    shown = tuple(None if row.is_hidden else row.value for row in table.rows)
    small = tuple(1 <= value < THRESHOLD for value in values)
    return shown, None if table.hides_total else table.total, small


def read_alike(pairs):
    """Return pairs of tables by what a reader of both meets; what both hide is the same in both."""
    alike = defaultdict(list)
    for before, after in pairs:
        reads = as_read(before), as_read(after)
        hidden = [
            place
            for place, each in enumerate(zip(reads[0][0], reads[1][0], strict=False))
            if each == (None, None)
        ]
        if all(before[place] == after[place] for place in hidden):
            alike[reads].append((before, after))
    return alike


def is_told(worlds_of_both):
    """Return whether a small number is told: in all that a reader has to think possible it is the same."""
    tables = zip(*worlds_of_both, strict=True)
    return any(
        1 <= numbers[0] < THRESHOLD and len(set(numbers)) == 1
        for table in tables
        for numbers in zip(*table, strict=True)
    )


def refused(pair, *rules):
    one, other = (table_of(*zip("abcd", values, strict=False)) for values in pair)
    return any(rule(one, other) for rule in rules)


def in_either_direction(one, other):
    return gives_away(one, other) or gives_away(other, one)


def by_difference(one, other):
    return bool(told_by_difference(one, other, threshold=THRESHOLD))


def with_a_row_more():
    tables = [values for total in range(19) for values in parted(total, 4)]
    return [(values[:3], values) for values in tables]


def with_a_row_corrected():
    tables = [values for total in range(17) for values in parted(total, 3)]
    return [
        (before, (*before[:place], number, *before[place + 1 :]))
        for before in tables
        for place in range(3)
        for number in range(17 - sum(before) + before[place])
        if number != before[place]
    ]


@pytest.mark.parametrize("pairs", [with_a_row_more, with_a_row_corrected])
def test_of_all_small_tables_and_their_later_versions_none_tells_what_is_not_refused(pairs):
    told = [worlds[0] for worlds in read_alike(pairs()).values() if is_told(worlds)]
    assert len(told) > 10
    assert [pair for pair in told if not refused(pair, in_either_direction, by_difference)] == []
    # Without the rule of differences some would be missed.
    assert [pair for pair in told if not refused(pair, in_either_direction)]


# Where it is asked

SECRET = [("家族", "1"), ("本人", "5")]
TELLING = [("電話", "6"), ("来所", "0")]


@pytest.mark.django_db
def test_the_second_of_such_a_pair_is_not_verified_and_names_the_first(manager):
    make_table(TELLING, title="電話がほとんどです")
    table = make_table(SECRET, title="本人からの相談がほとんどです", state="sent")
    with pytest.raises(FiguresRefused, match="公開中の表「電話がほとんどです」とくらべると"):
        services.verify_table(table=table, actor=manager, now=NOW)
    table.refresh_from_db()
    assert table.state == "sent"


@pytest.mark.django_db
def test_what_was_published_since_it_was_verified_counts(manager):
    table = make_table(SECRET, state="verified")
    make_table(TELLING, title="電話がほとんどです")
    with pytest.raises(FiguresRefused, match="電話がほとんどです"):
        services.publish_table(table=table, actor=manager, now=NOW)


@pytest.mark.django_db
def test_another_year_a_draft_and_a_survey_tell_nothing():
    make_table(TELLING, fiscal_year=2024)
    make_table(TELLING, state="verified")
    make_table(TELLING, scope="national")
    assert make_table(SECRET).state == "published"


@pytest.mark.django_db
def test_a_base_tells_a_hidden_sum_too():
    make_table([("電話", "6"), ("手紙", "9")], base_number=6, base_unit="人", chart="none")
    with pytest.raises(FiguresRefused, match="くらべると"):
        make_table(SECRET)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_published_at_once_the_second_finds_the_first(manager):
    first = make_table(TELLING, state="verified")
    second = make_table(SECRET, state="verified")
    with transaction.atomic():
        services.publish_table.__wrapped__(table=first, actor=manager, now=NOW)
        publishing = Beside(lambda: services.publish_table(table=second, actor=manager, now=NOW))
        assert publishing.waits_for_a_lock() is True
    publishing.join()
    assert isinstance(publishing.error, FiguresRefused)
    assert StatTable.objects.public().get() == first


@pytest.mark.django_db
def test_a_threshold_is_refused_with_which_two_tables_would_tell(manager):
    make_table([("家族", "6"), ("本人", "6")], title="家族と本人が同じです")
    make_table([("電話", "12"), ("来所", "0")], title="電話だけでした")
    with pytest.raises(FiguresRefused, match="「家族と本人が同じです」「電話だけでした」をくらべると"):
        services.set_small_counts(threshold=7, actor=manager, now=NOW)
    assert queries.small_counts_threshold() == 5


@pytest.mark.django_db
def test_publishing_takes_as_many_queries_beside_three_tables_as_beside_one(
    manager, django_assert_num_queries
):
    for title in ("一つめ", "二つめ", "三つめ"):
        make_table(title=title)
        table = make_table(title=f"{title}のつぎ", state="verified")
        with django_assert_num_queries(16):
            services.publish_table(table=table, actor=manager, now=NOW)
        services.take_table_back(table=table, actor=manager, now=NOW)
