"""A thousand random lives of events: exactly one letter for each application and cause, none to who left."""

import time

import pytest
from django.db import transaction

from tests.factories.accounts import make_user
from tests.factories.notice_histories import History

pytestmark = pytest.mark.django_db

HISTORIES, STEPS = 1_000, 12


def test_a_thousand_histories_tell_each_cause_once():
    staff = make_user(roles=["staff"])
    letters, people, begun = 0, 0, time.monotonic()
    for seed in range(1_000, 1_000 + HISTORIES):
        sid = transaction.savepoint_create()
        history = History(seed, staff)
        history.run(STEPS)
        assert history.told() == +history.expected, seed
        letters, people = letters + history.told().total(), people + len(history.applications)
        transaction.savepoint_rollback(sid)
    seconds = time.monotonic() - begun
    print(f"{HISTORIES} histories, {people} applications, {letters} letters in {seconds:.0f} s")
