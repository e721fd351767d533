import pytest

from handoff.disclosure.enums import ReceiverCategory
from tests.factories.cases import staff_of_agency, staff_of_centre
from tests.factories.handoff import agency_worker, case_worker, lead, make_agency, outsider, privacy_officer
from tests.journeys.browser import (
    axe,
    browser_context_args,
    browser_type_launch_args,
    context,
    live_server,
    page_without_scripts,
    promises,
)

__all__ = [
    "agency_worker",
    "axe",
    "browser_context_args",
    "browser_type_launch_args",
    "case_worker",
    "context",
    "lead",
    "live_server",
    "outsider",
    "page_without_scripts",
    "privacy_officer",
    "promises",
]


@pytest.fixture
def centre(db):
    """Two workers and a lead."""
    return staff_of_centre()


@pytest.fixture
def city(db):
    return make_agency(name="見本市 障害福祉課", address="見本市1-1", category=ReceiverCategory.MUNICIPALITY)


@pytest.fixture
def people(city):
    """A coordinator and a worker of the city."""
    return staff_of_agency(city)
