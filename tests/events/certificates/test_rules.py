"""When a certificate is due: the rule against an oracle that was written by another hand."""

from fractions import Fraction
from random import Random

import pytest

from events.certificates.rules import (
    ALPHABET,
    LENGTH,
    DateFacts,
    Facts,
    Rule,
    as_stored,
    best_date,
    counted_minutes,
    grouped,
    is_due,
    new_number,
)

HISTORIES = 500
NOT_ANSWERED = "アンケートの答えが、まだ届いていません。"


def history(chance):
    """Return a rule and what somebody did under it, at random and often near the limit."""
    percent = chance.choice((1, 50, 66, 70, 75, 80, 90, 100))
    dates = []
    for _ in range(chance.randint(1, 5)):
        length = chance.choice((45, 60, 90, 120, 150, 180))
        near = length * percent // 100 + chance.randint(-2, 2)
        minutes = chance.choice((None, 0, length, max(0, min(length, near)), chance.randint(0, length)))
        is_over = chance.random() < 0.9
        dates.append(DateFacts(length, minutes if is_over else None, is_over))
    more = chance.choice((0, 0, 0, 60, 120))  # dates of the event for which somebody never applied
    facts = Facts(
        dates=dates,
        all_minutes=sum(date.length for date in dates) + more,
        all_over=all(date.is_over for date in dates) and chance.random() < 0.9,
        lacking=(NOT_ANSWERED,) if chance.random() < 0.3 else (),
    )
    return Rule(chance.random() < 0.5, percent), facts


def oracle(rule, facts):
    """Say whether it is due, from the words of the rule alone: shares as fractions, no early end."""
    share = Fraction(rule.least_percent, 100)
    if rule.all_dates:
        there = sum(date.minutes for date in facts.dates if date.is_over and date.minutes)
        enough = facts.all_over and there > 0 and Fraction(there, facts.all_minutes) >= share
    else:
        enough = any(
            date.is_over and date.minutes and Fraction(date.minutes, date.length) >= share
            for date in facts.dates
        )
    return bool(enough) and not facts.lacking


def test_none_is_due_below_the_rule_and_none_withheld_above_it():
    chance = Random(20261124)
    found = [(history(chance)) for _ in range(HISTORIES)]
    below = [each for each in found if is_due(*each).allowed and not oracle(*each)]
    withheld = [each for each in found if not is_due(*each).allowed and oracle(*each)]
    assert (below, withheld) == ([], [])
    due = sum(oracle(*each) for each in found)
    assert HISTORIES * 0.15 < due < HISTORIES * 0.85  # both happen often


def test_whoever_gets_none_is_told_why():
    chance = Random(7)
    for _ in range(HISTORIES):
        decision = is_due(*history(chance))
        assert decision.allowed or decision.reason.endswith("。")


@pytest.mark.parametrize(
    ("minutes", "is_over", "lacking", "reason"),
    [
        (None, False, (), "まだ終わっていません。"),
        (None, True, (), "出席が、まだ確かめられていません。"),
        (0, True, (), "出席の記録がありません。"),
        (143, True, (), "出席が143分で、修了に要る144分（80％）に足りません。"),
        (144, True, (NOT_ANSWERED,), NOT_ANSWERED),
    ],
)
def test_the_reason_says_what_is_missing(minutes, is_over, lacking, reason):
    facts = Facts([DateFacts(180, minutes, is_over)], 180, is_over, lacking)
    decision = is_due(Rule(all_dates=False, least_percent=80), facts)
    assert (decision.allowed, decision.reason[: len(reason)]) == (False, reason)


def test_a_percent_that_is_no_whole_minute_is_rounded_up():
    rule = Rule(all_dates=False, least_percent=66)
    dates = [[DateFacts(45, minutes, is_over=True)] for minutes in (29, 30)]  # 29.7 minutes are needed
    assert [is_due(rule, Facts(each, 45, True)).allowed for each in dates] == [False, True]


def test_a_series_waits_for_its_last_date_and_counts_dates_that_nobody_applied_for():
    dates = [DateFacts(120, 120, is_over=True), DateFacts(120, 120, is_over=True)]
    rule = Rule(all_dates=True, least_percent=80)
    assert not is_due(rule, Facts(dates, 240, all_over=False)).allowed
    assert is_due(rule, Facts(dates, 240, all_over=True)).allowed
    assert not is_due(rule, Facts(dates, 360, all_over=True)).allowed


def test_the_minutes_on_paper_are_those_that_the_rule_counted():
    facts = Facts([DateFacts(120, 110, is_over=True), DateFacts(120, 90, is_over=True)], 240, all_over=True)
    assert counted_minutes(Rule(all_dates=True, least_percent=80), facts) == 200
    assert counted_minutes(Rule(all_dates=False, least_percent=80), facts) == 110


def test_the_date_that_was_judged_stands_on_the_paper_though_another_one_was_longer():
    rule = Rule(all_dates=False, least_percent=80)
    facts = Facts([DateFacts(60, 60, is_over=True), DateFacts(180, 100, is_over=True)], 240, all_over=True)
    assert (is_due(rule, facts).allowed, best_date(facts), counted_minutes(rule, facts)) == (True, 0, 60)
    equal = Facts([DateFacts(60, 60, is_over=True), DateFacts(180, 180, is_over=True)], 240, all_over=True)
    assert best_date(equal) == 1
    unknown = Facts(
        [DateFacts(60, None, is_over=True), DateFacts(60, 60, is_over=False)], 120, all_over=False
    )
    assert (best_date(unknown), counted_minutes(rule, unknown)) == (None, 0)


def test_a_number_has_at_least_eighty_random_bits():
    drawn = []

    def draw(below):
        drawn.append(below)
        return below - 1

    assert new_number(draw) == "Z" * LENGTH
    assert 32 ** len(drawn) >= 2**80
    assert set(drawn) == {len(ALPHABET)} == {32}


def test_a_number_is_found_however_it_was_typed():
    number = "0123456789ABCDEFGHJK"
    assert grouped(number) == "0123-4567-89AB-CDEF-GHJK"
    typed = [
        "0123-4567-89ab-cdef-ghjk",
        " 0123 4567 89AB CDEF GHJK ",
        "O123ー4567ー89ABーCDEFーGHJK",
        "ol23456789ABCDEFGHJK",
    ]
    assert [as_stored(each) for each in typed] == [number] * 4
    assert [as_stored(each) for each in ("", "0123", f"{number}0", f"{number[:-1]}?")] == [""] * 4
