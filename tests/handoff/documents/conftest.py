"""A hand-off to a city, with the people of both sides."""

import pytest

from handoff.machine.enums import Deed
from tests.factories.cases import do, make_case, make_draft


@pytest.fixture
def draft(centre, city):
    return make_draft(make_case(centre), city, centre)


@pytest.fixture
def handoff(centre, draft):
    """The same, once it was sent: its outline is open to the city."""
    do(draft, Deed.SUBMIT, centre["worker"])
    do(draft, Deed.APPROVE, centre["lead"])
    return draft
