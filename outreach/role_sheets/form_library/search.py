"""Forms for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from content.search import SearchDocument

from .access import listed_kinds
from .services.library import SEARCH as SOURCE

__all__ = ["SOURCE", "form_documents"]
KIND = "様式"


def form_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield listed forms, with how the published versions are filled in."""
    kinds = listed_kinds() if keys is None else listed_kinds().filter(pk__in=keys)
    for kind in kinds:
        versions = kind.published  # type: ignore[attr-defined]  # -- prefetched
        yield SearchDocument(
            key=str(kind.pk),
            kind=KIND,
            title=kind.title,
            url=kind.get_absolute_url(),
            summary=kind.used_for,
            texts=[
                kind.get_origin_display(),
                kind.source,
                str(kind.duty or ""),
                *(each.guide for each in versions[:1]),
            ],
        )
