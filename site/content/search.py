"""Search over everything the public may read: each app answers for its kind, here they are put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foundation.japanese.text import fold
from foundation.registry import search_sources

MOST_CHARACTERS = 100
MOST_WORDS = 5
HITS_A_KIND = 10


@dataclass(frozen=True)
class SearchHit:
    """One thing found; `kind` is the Japanese word for what it is, under which hits are listed together."""

    kind: str
    title: str
    url: str
    summary: str = ""
    day: date | None = None


def folded_words(query: str) -> str:
    """Return the words of a query in the one spelling that sources compare with, a space between them.

    Only the first 100 characters and five words count: nobody looks for more, and nothing longer is compared.
    """
    words = (fold(word) for word in query[:MOST_CHARACTERS].split())
    return " ".join([word for word in words if word][:MOST_WORDS])


def search(query: str) -> dict[str, list[SearchHit]]:
    """Return what every source finds, by kind, in the order of registration; nothing for an empty query.

    A source is a function (query_folded, limit) that returns hits holding *every* word of `query_folded`.
    """
    folded = folded_words(query)
    if not folded:
        return {}
    return _by_kind(hit for source in search_sources for hit in source(folded, HITS_A_KIND))


def _by_kind(hits: Iterable[SearchHit]) -> dict[str, list[SearchHit]]:
    kinds: dict[str, list[SearchHit]] = {}
    for hit in hits:
        kinds.setdefault(hit.kind, []).append(hit)
    return kinds
