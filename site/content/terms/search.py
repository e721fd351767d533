"""What the site's search finds in the glossary."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.search import SearchDocument

from .models import Term

SOURCE, KIND = "terms", "ことばの説明"


def term_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the words of the glossary, these or all."""
    terms = Term.objects.filter(is_in_glossary=True)
    address = reverse("glossary:page")
    for term in terms if keys is None else terms.filter(pk__in=keys):
        yield SearchDocument(
            key=str(term.pk),
            kind=KIND,
            title=term.word,
            url=f"{address}#term-{term.pk}",
            summary=term.plain or term.explanation,
            texts=[term.explanation, *term.old_words],
            reading=term.reading,
        )
