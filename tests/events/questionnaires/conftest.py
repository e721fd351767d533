import pytest

from tests.events.questionnaires import asked
from tests.factories.afterwards import add_people, make_held_event, mark


@pytest.fixture
def event(staff):
    """A seminar to which all came: three by mail, two of a house without a mail address."""
    event = make_held_event(people=3)
    add_people(event.sessions.get(), 2, names=["汐見 1", "汐見 2"], email="")
    mark(event, actor=staff)
    return event


@pytest.fixture
def questionnaire(event, staff):
    return asked.make(event, staff=staff)
