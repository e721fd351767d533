"""The three truths of an agency become one whole profile, before anything is left out for a reader."""

from collections.abc import Mapping

from directory.models import Agency, ServiceKind

from .profile import Address, Contact, Introduction, Place, Profile, Service, Word
from .rules import Sources
from .truths import Declared, DeclaredService, OfficialService, Truths


def composed(agency: Agency, truths: Truths, kinds: Mapping[str, ServiceKind]) -> Profile:
    """Return the whole profile; where the agency and official data differ, the agency is believed."""
    said, place = truths.declared, agency.municipality
    introduction = Introduction(said.summary, said.visits, said.hours, said.building)
    return Profile(
        key=agency.pk,
        public_id=agency.public_id,
        name=agency.name,
        name_kana=agency.name_kana,
        kind=Word(agency.kind.code, agency.kind.name, reading=agency.kind.reading),
        group=agency.kind.group,
        sector=agency.sector,
        corporation=agency.corporation.name if agency.corporation else "",
        place=Place(place.pk, place.code, place.name, place.prefecture) if place else None,
        address=_address(agency, truths.official),
        contact=_contact(agency, truths),
        introduction=introduction if introduction != Introduction() else None,
        contact_point=said.contact_point,
        services=_services(truths, kinds),
        acceptance=truths.acceptance,
        housing=truths.housing,
        sources=_sources(truths),
    )


def _sources(truths: Truths) -> Sources:
    published = max((each.last_period for each in truths.official if not each.is_missing), default=None)
    return Sources(
        is_declared=truths.declared != Declared(),
        confirmed_on=truths.declared.confirmed_on,
        published_on=published,
        published_until=None
        if published
        else max((each.last_period for each in truths.official), default=None),
    )


def _services(truths: Truths, kinds: Mapping[str, ServiceKind]) -> tuple[Service, ...]:
    """Return one service for each kind that is published or offered."""
    published: dict[str, OfficialService] = {}
    for each in truths.official:
        known = published.get(each.code)
        if known is None or (known.is_missing and not each.is_missing):
            published[each.code] = each
    said = {each.code: each for each in truths.declared.services}
    return tuple(
        _service(kinds[code], published.get(code), said.get(code), truths)
        for code in dict.fromkeys([*published, *said])
    )


def _service(
    kind: ServiceKind, published: OfficialService | None, said: DeclaredService | None, truths: Truths
) -> Service:
    capacities = [each.capacity for each in (said, published) if each and each.capacity is not None]
    return Service(
        kind=Word(kind.code, kind.short_name, tuple(kind.aliases), kind.reading),
        official_name=kind.name,
        targets=tuple(kind.targets),
        capacity=capacities[0] if capacities else None,
        office_number=published.office_number if published else "",
        hours=published.hours if published else {},
        free=truths.free.get(kind.code),
        conditions=said.conditions if said else {},
        served=said.served if said else (),
        note=said.note if said else "",
        is_missing=published is not None and published.is_missing,
        source=published.source if published else "",
    )


def _address(agency: Agency, official: list[OfficialService]) -> Address | None:
    if not agency.address:
        return None
    located = next((each for each in official if each.latitude is not None), None)
    point = (located.latitude, located.longitude) if located else (None, None)
    return Address(agency.postal_code, agency.address, *point)


def _contact(agency: Agency, truths: Truths) -> Contact | None:
    published = (each.url for each in truths.official if each.url.startswith(("http://", "https://")))
    website = truths.declared.website or next(published, "")
    found = Contact(agency.phone, agency.fax, agency.email, website)
    return found if found != Contact() else None
