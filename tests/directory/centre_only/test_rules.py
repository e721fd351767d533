from datetime import date

import pytest

from directory.centre_only import rules
from directory.rules import has_to_be_confirmed

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("佐藤さんの部屋を見た", ["佐藤さん"]),
        ("山田様と話した。佐々木氏も来た", ["山田様", "佐々木氏"]),
        ("皆さんに説明した", []),
        ("世話人さんと利用者さんの話", []),
        ("部屋の様子を見た", []),
        ("前回と同様に話した", []),
        ("佐藤さん、佐藤さん", ["佐藤さん"]),
    ],
)
def test_what_looks_like_the_name_of_a_person_is_found_and_nobody_in_particular_is_not(text, found):
    assert rules.possible_people(text) == found


@pytest.mark.parametrize(
    ("confirmed_on", "due"),
    [(None, True), (date(2026, 5, 25), True), (date(2026, 5, 26), False), (TODAY, False)],
)
def test_a_wish_has_to_be_confirmed_again_after_half_a_year(confirmed_on, due):
    assert has_to_be_confirmed(confirmed_on, today=TODAY, holds_days=183) == due


def test_a_contact_is_never_written_down_before_it_happened():
    assert rules.may_record(TODAY, next_on=None, today=TODAY).allowed
    assert not rules.may_record(date(2026, 11, 25), next_on=None, today=TODAY).allowed


def test_the_next_step_never_lies_before_the_contact():
    assert rules.may_record(TODAY, next_on=TODAY, today=TODAY).allowed
    assert not rules.may_record(TODAY, next_on=date(2026, 11, 23), today=TODAY).allowed
