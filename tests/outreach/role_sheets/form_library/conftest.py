import pytest
from django.test import Client

from foundation.registry import form_marks
from tests.factories.accounts import sign_in
from tests.factories.events import NOW
from tests.factories.first_site import place_first_site
from tests.factories.forms import sample_mark


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def desk(staff):
    place_first_site()
    return sign_in(Client(), staff)


@pytest.fixture
def sample():
    """A mark that says 3, with two rows behind it."""
    form_marks.register("tests.sample", _sample)
    yield
    form_marks._sources.pop("tests.sample")


def _sample():
    return [sample_mark()]
