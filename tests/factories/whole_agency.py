"""An agency with all that may be known of it, as the index holds it."""

from django.db import transaction
from django.utils import timezone

from directory.centre_only.models import AcceptanceProfile, HousingFacts
from directory.declared.models import Declaration, Offer, Vacancy
from directory.finding.services import index_agencies_in_transaction
from directory.models import ServiceKind
from directory.official.models import OfficialRecord
from foundation.public_pages import clear_public_pages_in_transaction
from tests.factories.directory import NOW

TODAY = NOW.date()


def index(*agencies):
    """Index agencies as the services do, and forget what was laid out of them."""
    with transaction.atomic():
        index_agencies_in_transaction([each.pk for each in agencies], today=timezone.localdate())
        clear_public_pages_in_transaction()


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
        served=["172014"],
        note="ひとことの印",
    )
    Vacancy.objects.create(agency=agency, service_id="group_home", free=2, as_of=TODAY, said_at=NOW)
    AcceptanceProfile.objects.create(
        agency=agency, state="has_accepted", contact_way="まず電話", note="秘密のメモ", cautions="秘密の注意"
    )
    HousingFacts.objects.create(agency=agency, state="prospect", spare_use="空き部屋の印", as_of="2026-09-03")
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
