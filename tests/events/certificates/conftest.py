import pytest

from tests.events.certificates.issued import give_rule
from tests.factories.afterwards import make_held_event, mark


@pytest.fixture
def event(staff):
    """A seminar to which 参加 1 and 参加 2 came, and 参加 3 did not."""
    event = make_held_event(people=3)
    mark(event, actor=staff, attended={"参加 1", "参加 2"})
    give_rule(event, staff=staff)
    return event
