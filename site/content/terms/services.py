"""Verbs of terms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from content.search.services import index_in_transaction
from content.services import store_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction

from .models import Term
from .search import SOURCE

WRITTEN = (
    *("word", "reading", "old_words", "plain", "explanation", "kind", "level"),
    *("note", "source", "is_in_glossary"),
)


@transaction.atomic(durable=True)
def create_term(*, values: Mapping[str, Any], actor: User, now: datetime) -> Term:
    """Keep a new word; the glossary shows it and texts are checked by it from now on."""
    term = Term(**{name: values[name] for name in WRITTEN if name in values})
    term.save()
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [term.pk])
    chain.record("terms.created", actor=actor, subject=term, now=now)
    return term


@transaction.atomic(durable=True)
def change_term(*, term_id: int, values: Mapping[str, Any], actor: User, now: datetime) -> Term:
    """Change a word. Raises RecordIsGone."""
    written = {name: values[name] for name in WRITTEN if name in values}
    term, changed = store_in_transaction(Term(pk=term_id), written)
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [term.pk])
    chain.record("terms.changed", actor=actor, subject=term, now=now, fields=changed)
    return term
