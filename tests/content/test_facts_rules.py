from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from content.facts.enums import State
from content.facts.models import DatedFact
from content.facts.rules import (
    is_doubtful,
    last_day,
    may_be_followed,
    next_check,
    number_in,
    state,
    version_on,
)
from tests.content.dated import TODAY, fact, stored_fact

DUE_LATER, DUE_TODAY = date(2026, 11, 26), TODAY


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due_on": DUE_LATER}, State.CURRENT),
        ({"due_on": DUE_TODAY}, State.TO_CHECK),
        ({"due_on": None}, State.TO_CHECK),
        ({"due_on": DUE_LATER, "valid_until": TODAY}, State.CURRENT),
        ({"due_on": DUE_LATER, "valid_until": date(2026, 11, 24)}, State.EXPIRED),
        ({"due_on": DUE_LATER, "valid_until": date(2026, 11, 24), "superseded_by_id": 9}, State.PAST),
        ({"due_on": DUE_LATER, "valid_until": date(2026, 12, 31), "superseded_by_id": 9}, State.CURRENT),
        ({"due_on": DUE_LATER, "valid_from": date(2026, 11, 26)}, State.FUTURE),
        ({"due_on": None, "valid_from": TODAY}, State.TO_CHECK),
    ],
)
def test_a_figure_stands_so(fields, expected):
    assert state(fact(**fields), TODAY) == expected


@pytest.mark.django_db
def test_the_database_and_the_rule_say_the_same_of_every_figure():
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]
    for number, (begins, ends, due, is_followed) in enumerate(
        product(days, [None, *days], [None, *days], [False, True])
    ):
        if not (ends and ends < begins) and not (is_followed and ends is None):
            key = f"figure-{number}"
            value = stored_fact(key=key, valid_from=begins, valid_until=ends, due_on=due)
            if is_followed:
                after = stored_fact(key=key, valid_from=date(2030, 1, 1))
                DatedFact.objects.filter(pk=value.pk).update(superseded_by=after)
    by_rule = {each.pk: state(each, TODAY) for each in DatedFact.objects.all()}
    found = {
        each: set(DatedFact.objects.standing([each], TODAY).values_list("pk", flat=True)) for each in State
    }
    assert found == {each: {pk for pk, stands in by_rule.items() if stands == each} for each in State}
    assert all(len(pks) > 2 for pks in found.values())


def test_only_what_is_in_doubt_gets_a_mark():
    assert is_doubtful(fact(due_on=DUE_TODAY), TODAY) is True
    assert is_doubtful(fact(due_on=DUE_LATER), TODAY) is False
    assert is_doubtful(fact(valid_from=date(2027, 4, 1)), TODAY) is False


def test_each_state_has_a_japanese_word():
    assert [each.label for each in State] == [
        "いまの数字",
        "確かめる時期",
        "期限切れ",
        "これから",
        "前の数字",
    ]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2020, 1, 1), "200"),
        (date(2022, 4, 1), "200"),
        (date(2024, 3, 31), "200"),
        (date(2024, 4, 1), "300"),
        (date(2025, 4, 1), "300"),
        (date(2027, 4, 1), "400"),
    ],
)
def test_the_latest_value_that_has_begun_counts_even_after_its_end(day, value):
    versions = [
        fact(value="400", valid_from=date(2027, 4, 1)),
        fact(value="200", valid_until=date(2024, 3, 31)),
        fact(value="300", valid_from=date(2024, 4, 1), valid_until=date(2025, 3, 31)),
    ]
    assert version_on(versions, day).value == value


def test_without_values_nothing_counts():
    assert version_on([], TODAY) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("670", Decimal(670)),
        ("5,213", Decimal(5213)),
        ("61.92", Decimal("61.92")),
        ("3年以内", None),
        ("", None),
    ],
)
def test_a_value_that_is_a_number_is_read_as_one(value, number):
    assert number_in(value) == number


def test_a_check_holds_for_so_many_days():
    assert next_check(TODAY, days=365) == date(2027, 11, 25)


@pytest.mark.parametrize(
    ("fields", "first_day", "reason"),
    [
        ({}, date(2022, 4, 2), ""),
        ({}, date(2022, 4, 1), "前の値を使い始めた日よりあとにしてください。"),
        ({"superseded_by_id": 9}, date(2027, 4, 1), "もう新しい値があります。"),
    ],
)
def test_a_new_value_follows_the_last_one(fields, first_day, reason):
    decision = may_be_followed(fact(**fields), first_day, others=[])
    assert (decision.allowed, reason in decision.reason) == (not reason, True)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, date(2027, 3, 31)),
        (date(2028, 3, 31), date(2027, 3, 31)),
        (date(2023, 3, 31), date(2023, 3, 31)),
    ],
)
def test_the_old_value_ends_before_the_new_one_and_never_grows_longer(until, expected):
    assert last_day(fact(valid_until=until), date(2027, 4, 1)) == expected
