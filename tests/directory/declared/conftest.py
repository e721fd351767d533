import pytest
from django.test import Client

from tests.directory.conftest import desk, today
from tests.factories.accounts import manager, outsider, sign_in, staff
from tests.factories.directory import make_agency, make_municipality, make_partner

__all__ = ["desk", "manager", "outsider", "staff", "today"]


@pytest.fixture
def agency(db):
    return make_agency(
        name="グループホームみなも",
        municipality=make_municipality(),
        address="石川県金沢市見本町1番地",
        phone="000-001-0001",
        email="minamo@agency.example.jp",
    )


@pytest.fixture
def member(agency):
    """事業所職員C: works for the agency and signs in for it."""
    return make_partner(agency=agency)


@pytest.fixture
def browser(member, today):
    return sign_in(Client(), member, with_factor=False)


@pytest.fixture
def stranger(today):
    """Give the browser of 部外者D, a partner of another agency."""
    return sign_in(
        Client(), make_partner(agency=make_agency(name="よその事業所"), name="部外者D"), with_factor=False
    )
