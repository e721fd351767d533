"""A process killed in the middle of a transaction leaves nothing half done; 50 kills run in `make proof`."""

import pytest
from django.db import connection

from foundation.audit import chain
from tests.events.killing import kill_applicants, wait_until_connections_are_gone
from tests.events.race import half_done, judge
from tests.factories.events import make_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_applicants_leave_the_invariants_intact():
    session = make_session(venue=20)
    assert kill_applicants(session, times=2, seed=1) == 2
    wait_until_connections_are_gone(connection.settings_dict["NAME"])
    outcome = judge(session)
    assert outcome.applications > 0
    assert (outcome.taken_twice, outcome.free_for_somebody, outcome.ledger_agrees) == (0, 0, True)
    assert half_done(session) == []
    assert chain.verify().broken_id is None
