import pytest

from tests.factories.sittings import make_committee


@pytest.fixture
def committee(centre):
    return make_committee(centre)
