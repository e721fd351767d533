"""The race in small; the full one, 200 groups and 100 seeds, runs in `make proof`."""

import pytest

from events import queries
from events.line import settle
from events.models import Session
from events.services import applying
from events.services.changing import cancel_application
from tests.events.mixed import run_crowd
from tests.events.race import Outcome, half_done, judge, run_race
from tests.events.replay import replayed
from tests.factories.events import NOW, apply, make_session
from tests.whole import as_many_as

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_crowd_takes_exactly_the_seats_there_are():
    session = make_session(venue=20)
    outcome = run_race(session, groups=40, seed=1)
    assert outcome == Outcome(seats=20, applications=40, ledger_agrees=True)
    assert half_done(session) == []


@pytest.mark.parametrize("offer_hours", [None, 48])
@pytest.mark.parametrize("seed", range(1, 1 + as_many_as(2, few=1)))
def test_whatever_a_crowd_does_at_once_nobody_overtakes_but_by_the_rule(seed, offer_hours):
    session = make_session(venue=20, offer_hours=offer_hours)
    errors = run_crowd(session, seed=seed)
    outcome = judge(session, errors)
    assert (outcome.taken_twice, outcome.free_for_somebody, outcome.ledger_agrees) == (0, 0, True)
    assert outcome.errors == {}
    replay = replayed(session)
    assert (replay.wrong, half_done(session)) == ([], [])
    assert sum(sum(each.values()) for each in replay.seated.values()) == sum(
        queries.taken_seats(session).values()
    )


def test_the_replay_sees_who_was_passed_over(monkeypatch):
    session = make_session(venue=2)
    first, *_ = apply(session, 2), apply(session, 2), apply(session, 2)
    monkeypatch.setattr(queries.line, "settle", lambda line, *a, **k: settle(line[::-1], *a, **k))
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    assert len(replayed(session).wrong) == 1


def test_without_the_lock_the_same_crowd_is_served_wrongly(monkeypatch):
    def unlocked(session_id):
        return Session.objects.select_related("event").get(pk=session_id)

    monkeypatch.setattr(applying, "lock_session_in_transaction", unlocked)
    outcome = run_race(make_session(venue=20), groups=40, seed=1)
    assert outcome.taken_twice == 0
    assert outcome.seats < 20
    assert outcome.errors["events_seat_number_once"] > 0
