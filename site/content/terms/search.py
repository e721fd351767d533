"""What the site's search finds in the glossary."""

from django.urls import reverse

from content.search import SearchHit

from .queries import glossary

KIND = "ことばの説明"


def term_hits(query_folded: str, limit: int) -> list[SearchHit]:
    """Return the words of the glossary that hold every word of the query, by their readings."""
    address = reverse("glossary:page")
    return [
        SearchHit(KIND, term.word, f"{address}#term-{term.pk}", term.plain or term.explanation)
        for term in glossary(query_folded)[:limit]
    ]
