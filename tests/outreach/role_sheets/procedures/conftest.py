import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import sign_in
from tests.factories.directory import NOW
from tests.factories.first_site import place_first_site
from tests.factories.procedures import make_city


@pytest.fixture
def now():
    """A Tuesday in office hours, at which the clock of the views stands too."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def site(transactional_db, now):
    return place_first_site()


@pytest.fixture
def desk(site, staff):
    return sign_in(Client(), staff)


@pytest.fixture
def city(transactional_db):
    """金沢市: the place, its own agency, somebody who signs in for it."""
    return make_city()


@pytest.fixture
def other_city(transactional_db):
    """小松市, to which nothing of 金沢市 may be shown."""
    return make_city(name="小松市", code="172031")


@pytest.fixture
def count_queries_of():
    """A function that counts the queries of a page, the second time somebody asks for it."""

    def count(client, address, posted=None):
        def ask():
            return client.get(address) if posted is None else client.post(address, posted)

        ask()
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code == 200
        return len(asked)

    return count
