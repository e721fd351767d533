"""How long what is kept, from which day it may go, and by whose hands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handoff.retention import rules
from handoff.retention.enums import RecordClass, Unit

TODAY = date(2032, 3, 1)
DUE = rules.Standing(
    due_on=TODAY,
    noticed_on=TODAY - timedelta(days=30),
    is_held=False,
    is_running=False,
    is_proposed=False,
)


def period(amount, unit=Unit.YEARS):
    return rules.Period(amount=amount, unit=unit)


@pytest.mark.parametrize(
    ("began", "kept", "due"),
    [
        (date(2026, 11, 28), period(5), date(2031, 11, 28)),
        (date(2028, 2, 29), period(1), date(2029, 3, 1)),
        (date(2028, 2, 29), period(4), date(2032, 2, 29)),
        (date(2026, 11, 28), period(90, Unit.DAYS), date(2027, 2, 26)),
        (date(2026, 11, 28), None, None),
    ],
)
def test_what_is_kept_for_a_time_is_due_on_a_day_and_without_one_never(began, kept, due):
    assert rules.due_on(began, kept) == due


def test_nothing_goes_that_did_not_stand_in_the_list_for_thirty_days():
    listed_late = replace(DUE, noticed_on=TODAY - timedelta(days=29))
    assert rules.may_propose(DUE, today=TODAY).allowed
    assert rules.may_propose(listed_late, today=TODAY).reason == "消せるのは、3月2日からです。"
    assert not rules.may_propose(replace(DUE, noticed_on=None), today=TODAY).allowed


def test_nothing_goes_before_its_day_however_long_it_was_listed():
    early = replace(DUE, due_on=TODAY + timedelta(days=1), noticed_on=TODAY - timedelta(days=300))
    assert not rules.may_propose(early, today=TODAY).allowed


@pytest.mark.parametrize("hindrance", [{"is_held": True}, {"is_running": True}, {"due_on": None}])
def test_what_hinders_hinders_whoever_confirms_as_well(hindrance):
    standing = replace(DUE, **hindrance)
    assert not rules.may_propose(standing, today=TODAY).allowed
    asked = rules.may_confirm(standing, proposer_id=1, actor_id=2, is_fresh=True, today=TODAY)
    assert not asked.allowed


@pytest.mark.parametrize(
    ("actor", "is_fresh", "allowed"), [(2, True, True), (1, True, False), (2, False, False)]
)
def test_another_person_confirms_with_a_fresh_password(actor, is_fresh, allowed):
    proposed = replace(DUE, is_proposed=True)
    asked = rules.may_confirm(proposed, proposer_id=1, actor_id=actor, is_fresh=is_fresh, today=TODAY)
    assert asked.allowed is allowed


def test_a_ledger_is_kept_for_three_years_at_least():
    assert not rules.may_set_period(RecordClass.PROVISION, period(2)).allowed
    assert not rules.may_set_period(RecordClass.PROVISION, period(1_094, Unit.DAYS)).allowed
    assert rules.may_set_period(RecordClass.PROVISION, period(3)).allowed
    assert not rules.may_set_period(RecordClass.CASE, period(31)).allowed


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("60代、南の地域", "60代"),
        ("70代前半", "70代"),
        ("鵜飼さん 68歳", "わからない"),
        ("160代", "わからない"),
    ],
)
def test_only_an_age_band_is_counted_of_what_somebody_wrote_there(words, band):
    assert rules.age_band(words) == band
