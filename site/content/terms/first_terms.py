"""The words that a new site begins with. They stand in a file that people without Python can read, too."""

import tomllib
from pathlib import Path

from django.db import transaction

from foundation.public_pages import clear_public_pages_in_transaction

from .models import Term

FILE = Path(__file__).with_suffix(".toml")


def first_terms() -> list[Term]:
    """Return the first words, unsaved."""
    return [Term(**fields) for fields in tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]]


@transaction.atomic
def load_first_terms() -> int:
    """Keep the first words that are not there yet; returns how many.

    What is there stays as it is, however often this runs.
    """
    there = set(Term.objects.values_list("word", flat=True))
    missing = [term for term in first_terms() if term.word not in there]
    for term in missing:
        term.save()
    if missing:
        clear_public_pages_in_transaction()
    return len(missing)
