import pytest
import time_machine
from django.test import Client

from accounts.enums import PublicRole
from tests.factories.accounts import make_user, manager, outsider, partner, sign_in, staff
from tests.factories.directory import NOW

__all__ = ["manager", "outsider", "partner", "staff"]


@pytest.fixture
def editor(db):
    """Writes pages, but keeps no agencies."""
    return make_user(name="編集者E", email="editor-e@example.jp", roles=[PublicRole.EDITOR])


@pytest.fixture
def system_admin(db):
    """システム管理者F: runs the portal, but keeps no agencies."""
    return make_user(name="システム管理者F", email="admin-f@example.jp", roles=[PublicRole.SYSTEM_ADMIN])


@pytest.fixture
def today():
    """Let views read the clock of the day on which tests take place."""
    with time_machine.travel(NOW, tick=False):
        yield NOW.date()


@pytest.fixture
def desk(staff, today):
    """Give the browser of 相談員A, signed in where agencies are kept."""
    return sign_in(Client(), staff)


@pytest.fixture
def office(manager, today):
    """Give the browser of 所長B, signed in where colleagues are invited."""
    return sign_in(Client(), manager)
