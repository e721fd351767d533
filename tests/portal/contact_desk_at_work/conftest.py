import pytest
import time_machine
from django.test import Client

from accounts.enums import PublicRole
from tests.factories.accounts import make_user, sign_in
from tests.factories.contact_desk import make_reader
from tests.factories.events import NOW


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(staff, manager):
    """相談員A, whom the manager lets read."""
    make_reader(staff, by=manager)
    return staff


@pytest.fixture
def colleague(db):
    """Another member of staff, whom nobody has named."""
    return make_user(name="相談員E", roles=[PublicRole.STAFF])


@pytest.fixture
def desk(reader):
    return sign_in(Client(), reader)
