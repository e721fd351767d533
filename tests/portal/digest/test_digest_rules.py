"""When a digest goes, and what fits into it."""

from datetime import date, datetime

import pytest

from portal.digest import rules
from tests.factories.events import TOKYO


def at(day, hour, minute=0):
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("cadence", "today", "begins", "follows", "before"),
    [
        ("weekly", "2026-11-23", "2026-11-23", "2026-11-30", "2026-11-16"),
        ("weekly", "2026-11-29", "2026-11-23", "2026-11-30", "2026-11-16"),
        ("monthly", "2026-12-31", "2026-12-01", "2027-01-01", "2026-11-01"),
        ("monthly", "2027-02-01", "2027-02-01", "2027-03-01", "2027-01-01"),
    ],
)
def test_periods_follow_each_other(cadence, today, begins, follows, before):
    day = rules.period_of(cadence, date.fromisoformat(today))
    found = (day, rules.next_period(cadence, day), rules.period_before(cadence, day))
    assert [each.isoformat() for each in found] == [begins, follows, before]


@pytest.mark.parametrize(
    ("cadence", "now", "due"),
    [
        ("weekly", at("2026-11-23", 8, 59), False),
        ("weekly", at("2026-11-23", 9), True),
        ("weekly", at("2026-11-23", 17, 59), True),
        ("weekly", at("2026-11-23", 18), False),
        ("weekly", at("2026-11-26", 10), True),
        ("weekly", at("2026-11-26", 3), False),
        ("monthly", at("2026-12-01", 8), False),
        ("monthly", at("2026-12-01", 9), True),
    ],
)
def test_an_issue_goes_in_the_day_time_and_later_rather_than_never(cadence, now, due):
    assert rules.is_due(cadence, now) is due


@pytest.mark.parametrize(
    ("news", "events", "shown"),
    [
        (20, 20, (6, 6)),
        (2, 20, (2, 10)),
        (20, 2, (10, 2)),
        (20, 0, (12, 0)),
        (0, 20, (0, 12)),
        (3, 4, (3, 4)),
    ],
)
def test_what_one_kind_leaves_free_goes_to_the_other(news, events, shown):
    kept = rules.fair_share(list(range(news)), list(range(events)))
    assert kept == (list(range(shown[0])), list(range(shown[1])))


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Minamo@Example.JP", "minamo@example.jp"),
        ("minamo+1@example.jp", "minamo@example.jp"),
        ("minamo+1+2@example.jp", "minamo@example.jp"),
        ("+1@example.jp", "+1@example.jp"),
        ("minamo@a+b.example.jp", "minamo@a+b.example.jp"),
    ],
)
def test_what_goes_to_one_mailbox_is_one(address, mailbox):
    assert rules.mailbox(address) == mailbox


@pytest.mark.parametrize(("cadence", "news", "events"), [("hourly", True, True), ("weekly", False, False)])
def test_a_wish_is_for_something_that_there_is(cadence, news, events):
    with pytest.raises(AssertionError):
        rules.Wish(cadence, wants_news=news, wants_events=events)
