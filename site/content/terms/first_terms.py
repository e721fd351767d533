"""The words that a new site begins with. They stand in a file that people without Python can read, too."""

import tomllib
from datetime import datetime
from pathlib import Path

from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .models import Term
from .search import SOURCE

FILE = Path(__file__).with_suffix(".toml")


def first_terms() -> list[Term]:
    """Return the first words, unsaved."""
    return [Term(**fields) for fields in tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]]


def load_first_terms_in_transaction(*, now: datetime) -> int:
    """Keep the first words that are not there yet; returns how many.

    What is there stays as it is, however often this runs.
    """
    assert_in_transaction("load_first_terms")
    there = set(Term.objects.values_list("word", flat=True))
    missing = [term for term in first_terms() if term.word not in there]
    for term in missing:
        term.save()
    if missing:
        clear_public_pages_in_transaction()
        index_in_transaction(SOURCE, [term.pk for term in missing])
        chain.record("terms.first_loaded", actor=None, subject=missing[-1], now=now)
    return len(missing)
