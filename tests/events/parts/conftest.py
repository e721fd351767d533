import pytest

from tests.events.parts.steps import written
from tests.factories.accounts import staff
from tests.factories.events import make_event

__all__ = ["staff"]


@pytest.fixture
def series(staff):
    """A public seminar of three parts, a week apart, the second one elsewhere."""
    return written(make_event().sessions.get(), staff)
