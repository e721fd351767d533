"""Additions for the search over everything the public may read: one entry for each service."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.search import SearchDocument

from .enums import Service
from .models import Addition
from .queries import services_in

SOURCE = "reward_additions"
KIND = "報酬の加算"


def addition_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield each service with the names and conditions of its additions; no units, which change."""
    found = Addition.objects.all() if keys is None else Addition.objects.filter(service__in=keys)
    for service, rows in services_in(found).items():
        names = list(dict.fromkeys(each.name for each in rows))
        yield SearchDocument(
            key=service,
            kind=KIND,
            title=f"{Service(service).label}の加算",
            url=f"{reverse('additions:list')}#{service}",
            summary="、".join(names),
            texts=list(dict.fromkeys(text for each in rows for text in (each.conditions, each.papers))),
            day=None,
        )
