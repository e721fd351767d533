"""One home with everything that may be hidden, and who reads of it."""

from dataclasses import dataclass, field

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from directory.enums import Level
from directory.models import Corporation, MunicipalityInArea, WelfareArea
from foundation.centre.models import CentreProfile
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import NOW, make_agency, make_municipality, make_partner
from tests.factories.whole_agency import TODAY, fill, index


@pytest.fixture
def clock(db):
    """Let views read the clock of the day on which tests take place."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield TODAY


@pytest.fixture
def kanazawa(db):
    return make_municipality()


@dataclass(frozen=True)
class Readers:
    """A browser for each level; `outside` is signed in and no more than the public."""

    public: Client
    partners: Client
    staff: Client
    outside: Client = field(default_factory=Client)

    def of(self, level):
        return getattr(self, Level(level).value)


@pytest.fixture
def readers(clock):
    hospital = make_agency(name="港の病院", kind="hospital_clinic")
    return Readers(
        public=Client(),
        partners=sign_in(Client(), make_partner(agency=hospital)),
        staff=sign_in(Client(), make_user(name="相談員A", roles=["staff"])),
        outside=sign_in(Client(), make_user(name="編集者E", roles=["editor"])),
    )


@pytest.fixture
def home(kanazawa, clock):
    """A home that has everything."""
    return fill(
        make_agency(
            name="ホームみなも",
            name_kana="ホームミナモ",
            municipality=kanazawa,
            corporation=Corporation.objects.create(name="みなも会"),
            postal_code="920-0001",
            address="石川県金沢市秘密町7番地",
            phone="000-001-0001",
            fax="000-002-0001",
        )
    )


@pytest.fixture
def area(kanazawa):
    """Give the area of Kanazawa."""
    made = WelfareArea.objects.create(scheme="disability", name="石川中央", valid_from="2018-04-01")
    MunicipalityInArea.objects.create(
        municipality=kanazawa, area=made, scheme="disability", valid_from="2018-04-01"
    )
    return made


@pytest.fixture(autouse=True)
def centre(db):
    """Tell whose map is drawn."""
    return CentreProfile.objects.create(
        pk=1, name="石川センター", phone="076-000-0000", prefecture="石川県", closed_weekdays=[5, 6]
    )


@pytest.fixture
def today_partner(clock):
    """Give the browser of a partner; `membership` is why they are one."""
    user = make_partner(agency=make_agency(name="町の会社"), name="事業所職員C")
    client = sign_in(Client(), user)
    client.membership = user.person.memberships.get()
    return client


def found(client, query):
    return [row.hit["name"] for row in client.get(f"/directory/?{query}").context["listing"].rows]


@pytest.fixture
def hospital(clock):
    """An agency elsewhere that has nothing but a name and a kind."""
    agency = make_agency(
        name="小松の病院",
        kind="hospital_clinic",
        municipality=make_municipality(code="172031", name="小松市"),
    )
    index(agency)
    return agency
