"""The directory's part of the demo world."""

from datetime import date

from django.db import transaction

from accounts.enums import PublicRole
from foundation.demo import World
from foundation.demo_places import AGENCIES, COLLEAGUES, MUNICIPALITIES, WELFARE_AREAS, Sample

from .enums import AreaScheme, MembershipRole
from .models import Agency, AgencyKind, Membership, Municipality, MunicipalityInArea, WelfareArea
from .services import add_agency_in_transaction, colleague_in_transaction

SINCE = date(2018, 4, 1)
JOINED = date(2024, 4, 1)
# So that letters on paper can be tried, too.
WITHOUT_MAIL = frozenset({"yamanami"})
PORTAL_ROLES: dict[str, MembershipRole] = {
    PublicRole.PARTNER: MembershipRole.PARTNER,
    PublicRole.FACILITATOR: MembershipRole.PARTNER,
    PublicRole.PARTNER_ADMIN: MembershipRole.PARTNER_ADMIN,
}


@transaction.atomic(durable=True)
def fill(world: World) -> None:
    """Add what is missing: places, areas, agencies of every kind, the cast's memberships and colleagues."""
    places = _places()
    kinds = AgencyKind.objects.in_bulk()
    known = {agency.public_id: agency for agency in Agency.objects.all()}
    for number, sample in enumerate(AGENCIES, start=1):
        public_id = world.public_id(sample.key)
        world.agencies[sample.key] = known.get(public_id) or add_agency_in_transaction(
            kind=kinds[sample.kind],
            name=sample.name,
            actor=None,
            now=world.now,
            public_id=public_id,
            name_kana=sample.kana,
            parent=world.agencies.get(sample.body),
            **_contact(sample, places.get(sample.place), number),
        )
    _fill_memberships(world)
    for agency, name, kana, job in COLLEAGUES:
        colleague_in_transaction(
            agency=world.agencies[agency], name=name, name_kana=kana, job=job, today=world.now.date()
        )


def _places() -> dict[str, Municipality]:
    places = {}
    for code, name, kana in MUNICIPALITIES:
        values = {"prefecture": "石川県", "name": name, "name_kana": kana}
        places[name], _ = Municipality.objects.get_or_create(code=code, defaults=values)
    for name, members in WELFARE_AREAS.items():
        area, _ = WelfareArea.objects.get_or_create(scheme=AreaScheme.DISABILITY, name=name, valid_from=SINCE)
        for member in members:
            MunicipalityInArea.objects.get_or_create(
                municipality=places[member],
                scheme=AreaScheme.DISABILITY,
                defaults={"area": area, "valid_from": SINCE},
            )
    return places


def _contact(sample: Sample, place: Municipality | None, number: int) -> dict[str, object]:
    """Return an address in a town that does not exist and numbers that no exchange has."""
    return {
        "municipality": place,
        "address": f"{place.prefecture}{place.name}見本町{number}番地" if place else "",
        "phone": f"000-001-{number:04d}",
        "fax": f"000-002-{number:04d}",
        "email": "" if sample.key in WITHOUT_MAIL else f"{sample.key.replace('_', '-')}@agency.example.jp",
    }


def _fill_memberships(world: World) -> None:
    for member in world.cast:
        roles = [PORTAL_ROLES[role] for role in member.roles if role in PORTAL_ROLES]
        Membership.objects.get_or_create(
            person=world.people[member.key],
            agency=world.agencies[member.agency],
            defaults={"role": roles[-1] if roles else MembershipRole.COLLEAGUE, "valid_from": JOINED},
        )
