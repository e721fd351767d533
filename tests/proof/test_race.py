"""The full race: 200 groups of 1–5 people, 20 seats, each request sent twice, 100 seeds."""

import pytest

from events.models import Session
from events.services import applying
from tests.events.mixed import run_crowd
from tests.events.race import Outcome, half_done, judge, run_race
from tests.events.replay import replayed
from tests.factories.events import make_session

pytestmark = pytest.mark.django_db(transaction=True)

GROUPS = 200


@pytest.mark.parametrize("seed", range(100))
def test_two_hundred_groups_take_exactly_twenty_seats(seed):
    session = make_session(venue=20)
    outcome = run_race(session, groups=GROUPS, seed=seed)
    assert outcome == Outcome(seats=20, applications=GROUPS, ledger_agrees=True)
    assert half_done(session) == []


@pytest.mark.parametrize("offer_hours", [None, 48])
@pytest.mark.parametrize("seed", range(50))
def test_whatever_a_crowd_does_at_once_nobody_overtakes_but_by_the_rule(seed, offer_hours):
    session = make_session(venue=20, offer_hours=offer_hours)
    outcome = judge(session, run_crowd(session, seed=seed, before=20, deeds=100))
    assert (outcome.taken_twice, outcome.free_for_somebody, outcome.ledger_agrees) == (0, 0, True)
    assert (outcome.errors, replayed(session).wrong, half_done(session)) == ({}, [], [])


@pytest.mark.parametrize("seed", range(5))
def test_without_the_lock_the_suite_fails(seed, monkeypatch):
    def unlocked(session_id):
        return Session.objects.select_related("event").get(pk=session_id)

    monkeypatch.setattr(applying, "lock_session_in_transaction", unlocked)
    outcome = run_race(make_session(venue=20), groups=GROUPS, seed=seed)
    assert (outcome.seats, outcome.errors["events_seat_number_once"]) != (20, 0)
