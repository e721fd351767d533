import pytest
import time_machine
from django.test import Client

from tests.events.attendance.the_day import at, make_day
from tests.factories.accounts import sign_in


@pytest.fixture
def clock():
    """Give `clock(13, 20)`: views read that time of the day from then on."""
    travelled = []

    def go(hour, minute=0):
        for each in travelled:
            each.stop()
        travelled[:] = [time_machine.travel(at(hour, minute), tick=False)]
        travelled[0].start()

    yield go
    for each in travelled:
        each.stop()


@pytest.fixture
def session(db):
    return make_day()


@pytest.fixture
def door(staff, clock):
    """Give the browser of 相談員A at the door, ten minutes before the beginning."""
    clock(13, 20)
    return sign_in(Client(), staff)
