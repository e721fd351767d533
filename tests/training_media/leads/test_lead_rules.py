"""Which step a lead may take and when it is late; which numbers of reasons are shown."""

from datetime import date, timedelta
from random import Random

import pytest

from foundation.japanese.business_days import Closures
from training_media.leads.enums import LeadState, Move, Outcome, Reason
from training_media.leads.rules import (
    REST,
    Group,
    Standing,
    Wanted,
    answer_by,
    grouped,
    is_late,
    may_say_not_now,
    may_step,
    moves_from,
    reason_rows,
)

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)
NEXT = TODAY + 7 * DAY
FEW = 5


def step(state, move, *, on=TODAY, outcome="", next_on=NEXT, is_erased=False):
    standing = Standing(state, TODAY - 3 * DAY, is_erased=is_erased)
    return may_step(standing, Wanted(move, on, outcome=outcome, next_on=next_on), today=TODAY)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (LeadState.NEW, ["contact", "visit", "finish"]),
        (LeadState.CONTACTED, ["contact", "visit", "finish"]),
        (LeadState.VISITED, ["visit", "finish"]),
        (LeadState.RESULT, ["finish", "reopen"]),
    ],
)
def test_each_state_has_its_steps_and_no_other(state, moves):
    assert moves_from(state) == moves
    for move in Move:
        outcome = Outcome.WILLING if move == Move.FINISH else ""
        assert step(state, move, outcome=outcome).allowed == (move in moves)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("届いた日から今日まで", {"on": TODAY + DAY}),
        ("届いた日から今日まで", {"on": TODAY - 4 * DAY}),
        ("次に連絡する日は、今日から", {"next_on": TODAY - DAY}),
        ("次に連絡する日は、今日から", {"next_on": TODAY + 731 * DAY}),
        ("次に連絡する日を書いて", {"next_on": None}),
        ("連絡先を消した", {"is_erased": True}),
    ],
)
def test_what_cannot_be_is_refused_in_words(words, wanted):
    assert words in step(LeadState.NEW, Move.CONTACT, **wanted).reason


def test_a_result_is_one_of_the_known_ones_and_considering_has_a_next_day():
    assert "結果を選んで" in step(LeadState.NEW, Move.FINISH).reason
    considering = {"outcome": Outcome.CONSIDERING}
    assert "検討中" in step(LeadState.VISITED, Move.FINISH, next_on=None, **considering).reason
    assert step(LeadState.VISITED, Move.FINISH, **considering).allowed
    assert step(LeadState.VISITED, Move.FINISH, next_on=None, outcome=Outcome.NOT_NOW).allowed


def test_a_new_one_is_late_after_the_promise_and_any_after_its_next_day():
    weekends = Closures(weekdays=frozenset({5, 6}))
    # The 23rd is a holiday.
    assert answer_by(date(2026, 11, 20), weekends, within=2) == date(2026, 11, 25)
    assert is_late(LeadState.NEW, promised=TODAY - DAY, next_on=None, today=TODAY)
    assert not is_late(LeadState.NEW, promised=TODAY, next_on=None, today=TODAY)
    assert not is_late(LeadState.RESULT, promised=TODAY - DAY, next_on=None, today=TODAY)
    assert is_late(LeadState.RESULT, promised=TODAY, next_on=TODAY - DAY, today=TODAY)
    assert not is_late(LeadState.VISITED, promised=TODAY, next_on=TODAY, today=TODAY)


def test_reasons_are_known_ones_and_words_are_for_others_alone():
    assert may_say_not_now(["full", "policy"], "").allowed
    assert may_say_not_now(["other"], "建てかえ中").allowed
    for reasons, words in (([], ""), (["bored"], ""), (["other"], ""), (["full"], "建てかえ中")):
        assert not may_say_not_now(reasons, words).allowed


def group(name, base, **counts):
    return Group(name, base, counts)


def test_small_groups_go_together_until_they_are_large_enough():
    groups = [group("老人", 9, full=6), group("障害", 2, full=2), group("救護", 1), group("市", 0)]
    shown = grouped(groups, threshold=FEW)
    # 2 and 1 are few even together: the smallest large one joins them.
    assert [(each.name, each.base) for each in shown] == [(REST, 12)]
    shown = grouped([*groups, group("児童", 20)], threshold=FEW)
    assert [(each.name, each.base) for each in shown] == [("児童", 20), (REST, 12)]
    assert shown[1].counts["full"] == 8
    assert grouped([group("老人", 4)], threshold=FEW) == []


def test_a_count_that_is_small_or_leaves_a_small_rest_is_hidden():
    rows = {
        row.reason: row
        for row in reason_rows([group("老人", 20, full=3, policy=18, staff=10)], threshold=FEW)
    }
    assert (rows[Reason.FULL].total, rows[Reason.FULL].cells) == (None, (None,))
    assert rows[Reason.POLICY].cells == (None,)
    assert (rows[Reason.STAFF].total, rows[Reason.STAFF].cells) == (10, (10,))
    assert rows[Reason.OTHER].cells == (0,)


def worlds():
    for seed in range(300):
        draw = Random(seed)
        groups = []
        for number in range(draw.randint(1, 6)):
            base = draw.randint(0, 30)
            counts = {reason: draw.choice([0, base, draw.randint(0, base)]) for reason in Reason.values}
            groups.append(Group(f"種類{number}", base, counts))
        yield grouped(groups, threshold=FEW)


def is_few(number):
    return 1 <= number < FEW


def test_no_small_number_is_shown_nor_worked_out_from_its_row():
    seen = 0
    for groups in worlds():
        assert all(each.base >= FEW for each in groups)
        base = sum(each.base for each in groups)
        for row in reason_rows(groups, threshold=FEW):
            shown = [(each, cell) for each, cell in zip(groups, row.cells, strict=True) if cell is not None]
            assert not any(is_few(cell) or is_few(each.base - cell) for each, cell in shown)
            if row.total is None:
                continue
            assert not is_few(row.total)
            assert not is_few(base - row.total)
            hidden = len(groups) - len(shown)
            seen += hidden > 0
            assert hidden != 1
    # The twin: there were rows with a sum and hidden cells, in which one hidden cell would have told.
    assert seen > 0
