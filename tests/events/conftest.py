import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from tests.factories.accounts import make_user, manager, outsider, partner, sign_in, staff
from tests.factories.events import NOW

__all__ = ["manager", "outsider", "partner", "staff"]


@pytest.fixture
def editor(db):
    """Writes pages, but does not run events."""
    return make_user(name="編集者E", email="editor-e@example.jp", roles=[PublicRole.EDITOR])


@pytest.fixture
def today():
    """Let views read the clock of the day on which tests take place."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def desk(staff, today):
    """Give the browser of 相談員A, signed in at the event desk."""
    return sign_in(Client(), staff)


@pytest.fixture
def queries_of(desk):
    """Give `queries_of(address, …)`: how often a screen of the desk asks our tables.

    What the admin's own frame asks (session, account, roles, Wagtail's menu) is left out: it is the same on
    every screen.
    """

    def count(address, data=None):
        desk.get(address, data)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address, data).status_code == 200
        return sum(
            any(f'FROM "{app}_' in query["sql"] for app in ("events", "directory")) for query in captured
        )

    return count
