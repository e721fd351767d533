"""A hand-off to a city, with the people of both sides."""

import pytest

from handoff.disclosure.enums import ReceiverCategory
from handoff.machine.enums import Deed
from tests.factories.cases import do, make_case, make_draft, staff_of_agency, staff_of_centre
from tests.factories.handoff import make_agency


@pytest.fixture
def centre():
    return staff_of_centre()


@pytest.fixture
def city():
    return make_agency(name="見本市 障害福祉課", address="見本市1-1", category=ReceiverCategory.MUNICIPALITY)


@pytest.fixture
def people(city):
    return staff_of_agency(city)


@pytest.fixture
def draft(centre, city):
    return make_draft(make_case(centre), city, centre)


@pytest.fixture
def handoff(centre, draft):
    """The same, once it was sent: its outline is open to the city."""
    do(draft, Deed.SUBMIT, centre["worker"])
    do(draft, Deed.APPROVE, centre["lead"])
    return draft
