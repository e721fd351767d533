import pytest

from accounts.enums import PrivateRole
from tests.factories.cases import staff_of_agency, staff_of_centre
from tests.factories.handoff import make_enrolled_user


@pytest.fixture
def centre(db):
    """Two workers, a lead, a deputy and a privacy officer."""
    more = {"deputy": PrivateRole.DEPUTY_LEAD, "officer": PrivateRole.PRIVACY_OFFICER}
    return staff_of_centre() | {
        key: make_enrolled_user(name=f"センター {key}", role=role) for key, role in more.items()
    }


@pytest.fixture
def receivers(city):
    return staff_of_agency(city)
