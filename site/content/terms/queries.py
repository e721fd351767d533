"""Reads of terms: the glossary, and the check of texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.japanese.text import fold

from .models import Term
from .rules import Finding, findings

type Text = tuple[str, str]
"""Where a text stands, in the words of the screen, and the text itself."""


@dataclass(frozen=True)
class PlacedFinding:
    """An old word and where it stands."""

    place: str
    finding: Finding


def glossary(query: str = "") -> list[Term]:
    """Return the words of the glossary by their readings, with a query those that hold all its words."""
    wanted = [word for word in map(fold, query.split()) if word]
    terms = Term.objects.filter(is_in_glossary=True).order_by("sort_key", "pk")
    return [term for term in terms if all(word in _searched(term) for word in wanted)]


def check_texts(texts: Iterable[Text]) -> list[PlacedFinding]:
    """Return the old words that texts use, each once a place, in one query."""
    terms = list(Term.objects.all())
    placed: dict[tuple[str, str], PlacedFinding] = {}
    for place, text in texts:
        for finding in findings(text, terms):
            placed.setdefault((place, finding.found), PlacedFinding(place, finding))
    return list(placed.values())


def _searched(term: Term) -> str:
    return fold("\n".join([term.word, term.reading, *term.old_words, term.plain, term.explanation]))
