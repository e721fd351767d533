"""Communities that agencies may join, for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from content.search import SearchDocument

from . import queries
from .enums import Action, Capacity
from .rules import may

SOURCE = "study_groups"
KIND = "会・委員会"


def community_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield what the page of each community says to everybody; nothing of its year, its people, its board."""
    found = queries.shown(today=timezone.localdate()).order_by("pk")
    if keys is not None:
        found = found.filter(pk__in=keys)
    for each in found:
        if not may(Action.READ_PAGE, {Capacity.STRANGER}, state=each.state, kind=each.kind):
            continue
        promise = queries.promise_of(each)
        yield SearchDocument(
            key=str(each.pk),
            kind=KIND,
            title=each.name,
            url=each.get_absolute_url(),
            summary=each.aim,
            texts=[each.tone, *(promise.lines if promise else [])],
            reading=each.name_kana,
        )
