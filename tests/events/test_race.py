"""The race in small; the full one, 200 groups and 100 seeds, runs in `make proof`."""

import pytest

from events.models import Session
from events.services import applying
from tests.events.race import Outcome, half_done, run_race
from tests.factories.events import make_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_crowd_takes_exactly_the_seats_there_are():
    session = make_session(venue=20)
    outcome = run_race(session, groups=40, seed=1)
    assert outcome == Outcome(seats=20, applications=40, ledger_agrees=True)
    assert half_done(session) == []


def test_without_the_lock_the_same_crowd_is_served_wrongly(monkeypatch):
    def unlocked(session_id):
        return Session.objects.select_related("event").get(pk=session_id)

    monkeypatch.setattr(applying, "lock_session_in_transaction", unlocked)
    outcome = run_race(make_session(venue=20), groups=40, seed=1)
    assert outcome.taken_twice == 0
    assert outcome.seats < 20
    assert outcome.errors["events_seat_number_once"] > 0
