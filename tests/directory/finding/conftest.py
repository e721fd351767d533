"""One home with everything that may be hidden, and who reads of it."""

from dataclasses import dataclass, field

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from directory.centre_only.models import AcceptanceProfile, HousingFacts
from directory.declared.models import Declaration, Offer, Vacancy
from directory.enums import Level
from directory.finding.services import index_agencies_in_transaction
from directory.models import Corporation, MunicipalityInArea, ServiceKind, WelfareArea
from directory.official.models import OfficialRecord
from foundation.centre.models import CentreProfile
from foundation.public_pages import clear_public_pages_in_transaction
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import NOW, make_agency, make_municipality, make_partner

TODAY = NOW.date()


def index(*agencies):
    """Index agencies as the services do, and forget what was laid out of them."""
    with transaction.atomic():
        index_agencies_in_transaction([each.pk for each in agencies])
        clear_public_pages_in_transaction()


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


def fill(agency, *, number=1):
    """Give an agency all three truths, each with words that stand nowhere else."""
    said = Declaration.objects.create(
        agency=agency,
        summary="海の見える家です。",
        building="段差なし",
        contact_point="窓口の山田係",
        confirmed_on=TODAY,
        confirmed_by="山田",
    )
    Offer.objects.create(
        declaration=said,
        service=ServiceKind.objects.get(pk="group_home"),
        capacity=6,
        conditions={"addiction": "ask"},
        note="ひとことの印",
    )
    Vacancy.objects.create(agency=agency, service_id="group_home", free=2, as_of=TODAY, said_at=NOW)
    AcceptanceProfile.objects.create(
        agency=agency, state="has_accepted", contact_way="まず電話", note="秘密のメモ", cautions="秘密の注意"
    )
    HousingFacts.objects.create(agency=agency, state="prospect", spare_use="空き部屋の印")
    OfficialRecord.objects.create(
        identity=f"00000000-0000-0000-0000-{number:012d}",
        fingerprint=f"00000000-0000-0000-0000-{number:012d}",
        source="wam",
        service_code="33",
        service_id="group_home",
        office_number=f"17100{number:05d}",
        name=agency.name,
        prefecture="石川県",
        municipality=agency.municipality,
        address=agency.address,
        folded_address=agency.folded_address,
        latitude=36.56,
        longitude=136.65,
        first_period="2026-09-30",
        last_period="2026-09-30",
        agency=agency,
        attached="import",
        attached_on=TODAY,
    )
    index(agency)
    return agency


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
