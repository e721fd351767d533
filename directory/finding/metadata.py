"""What machines read of an agency: schema.org's words, of what everybody may see alone."""

from typing import Any

from django.urls import reverse

from content.structured_data import CONTEXT, Data
from foundation.centre.queries import Centre

from .profile import Profile


def agency_data(profile: Profile, *, centre: Centre, address: str) -> list[Data]:  # noqa: ARG001 -- as all such functions
    """Return an agency with its address and phone, as the public sees it."""
    place = profile.place
    where: dict[str, Any] = {"@type": "PostalAddress", "addressCountry": "JP"}
    if place:
        where |= {"addressRegion": place.prefecture, "addressLocality": place.name}
    if profile.address:
        where |= {"streetAddress": profile.address.text, "postalCode": profile.address.postal_code}
    contact = profile.contact
    found = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": profile.name,
        "url": address + reverse("directory_finding:agency", args=[profile.public_id]),
        "telephone": contact.phone if contact else "",
        "faxNumber": contact.fax if contact else "",
        "email": contact.email if contact else "",
        "sameAs": contact.website if contact else "",
        "parentOrganization": {"@type": "Organization", "name": profile.corporation}
        if profile.corporation
        else None,
        "address": {name: value for name, value in where.items() if value} if len(where) > 2 else None,  # noqa: PLR2004 -- beside type and country
    }
    return [{name: value for name, value in found.items() if value}]
