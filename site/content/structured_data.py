"""What machines read of a page: schema.org's words, as data. No script runs: the block is only text."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from foundation.centre.queries import Centre

type Data = dict[str, Any]

CONTEXT = "https://schema.org"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Inside a script element nothing may end it, whatever the text says.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def organization(centre: Centre, *, address: str) -> Data:
    """Return the centre with its phone and hours; `address` is this door's scheme and host."""
    open_days = [day for number, day in enumerate(DAYS) if number not in centre.hours.closures.weekdays]
    found = {
        "@context": CONTEXT,
        "@type": "GovernmentOffice",
        "@id": f"{address}/#centre",
        "name": centre.name,
        "url": f"{address}/",
        "telephone": centre.phone,
        "faxNumber": centre.fax,
        "email": centre.email,
        "foundingDate": centre.opened_on.isoformat() if centre.opened_on else "",
        "address": _postal_address(centre),
        "areaServed": centre.prefecture,
        "parentOrganization": _named("Organization", centre.operator),
        "openingHoursSpecification": {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": open_days,
            "opens": f"{centre.hours.opens_at:%H:%M}",
            "closes": f"{centre.hours.closes_at:%H:%M}",
        },
    }
    return {name: value for name, value in found.items() if value}


def breadcrumbs(items: Sequence[tuple[str, str]], *, address: str, here: str) -> Data:
    """Return the way down to a page; the last item has no address of its own and stands for `here`."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": text, "item": address + (url or here)}
            for position, (text, url) in enumerate(items, start=1)
        ],
    }


def article(*, title: str, summary: str, day: date | None, centre: Centre, url: str) -> Data:
    """Return one piece of news."""
    found = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": title,
        "description": summary,
        "datePublished": day.isoformat() if day else "",
        "publisher": _named("Organization", centre.name),
        "url": url,
    }
    return {name: value for name, value in found.items() if value}


def questions(pairs: Sequence[tuple[str, str]]) -> Data:
    """Return questions with their answers as plain text."""
    return {
        "@context": CONTEXT,
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": asked, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for asked, answer in pairs
        ],
    }


def as_script(data: Data) -> SafeString:
    """Return the data block for the head of a page; no text in it can end the element."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{body}</script>')  # noqa: S308 -- escaped above


def _postal_address(centre: Centre) -> Data | None:
    if not centre.address:
        return None
    found = {"@type": "PostalAddress", "addressCountry": "JP", "streetAddress": centre.address}
    return found | ({"postalCode": centre.postal_code} if centre.postal_code else {})


def _named(kind: str, name: str) -> Data | None:
    return {"@type": kind, "name": name} if name else None
