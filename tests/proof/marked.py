"""A canary in everything that lies sealed: each column of each row of a world is sealed anew with one."""

import re
from contextlib import contextmanager

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.database import roles
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.documents import keeping
from handoff.documents.enums import FileType
from handoff.documents.models import Document
from handoff.vault import store
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel
from tests.factories.canaries import DATA
from tests.proof.books import contents
from tests.proof.canaries import KANA, WORDS
from tests.proof.prowl import written_pdf

# Behind our own canaries stands the number of the column, behind those that people type there is none.
NUMBERED = re.compile(rf"{WORDS}(\d{{3}})")
TYPED = re.compile(rf"{WORDS}(?!\d{{3}})")


@contextmanager
def as_superuser():
    """Let this process write where nobody may."""
    connection.close()
    connection.settings_dict["USER"] = "postgres"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = roles.PRIVATE.application


def sealed_columns():
    """Return each sealed column of each model, with a number that goes into its canary."""
    models = [model for model in apps.get_models() if issubclass(model, SealedModel)]
    fields = [each for model in models for each in model._meta.get_fields() if isinstance(each, SealedField)]
    return {(each.model, each.name): number for number, each in enumerate(fields, start=100)}


def mark_all():
    """Seal every value anew with a canary in it; returns the columns that hold one now."""
    columns, marked = sealed_columns(), set()
    with as_superuser(), opened(CLOCK, now=timezone.now()):
        for model in dict.fromkeys(model for model, _ in columns):
            for row in alive(model.objects.all()):
                marked |= {(model, name) for name in _mark(row, columns)}
        for document in alive(Document.objects.filter(removed_at=None, file_type=FileType.PDF)):
            keeping.drop(document.pk)
            keeping.put(document.pk, written_pdf(), key_id=document.key)
    return marked


def _mark(row, columns):
    """Mark what a row holds, and what it could hold; tell the columns where a canary lies."""
    model, held = type(row), contents(row)
    numbers = {name: number for (each, name), number in columns.items() if each == model}
    wanted = {name: _marked(value, name, numbers[name]) for name, value in held.items()}
    empty = {name: f"{WORDS}{numbers[name]}" for name in numbers.keys() - held.keys() - DATA}
    for each in [wanted, *({name: text} for name, text in empty.items())]:
        row.seal(**each)
        # What is empty stays so until the state of the row asks for it.
        try:
            with transaction.atomic():
                model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in each})
        except IntegrityError:
            assert each is not wanted, model
        else:
            yield from (
                name for name, value in each.items() if NUMBERED.search(str(value)) or KANA in str(value)
            )


def alive(rows):
    """Return the rows whose key is there: some cases of the world were destroyed for good."""
    names = set(store.names())
    return [row for row in rows if str(row.key_id) in names]


def typed_columns():
    """Return the columns that hold what somebody typed on a page."""
    found = set()
    with opened(CLOCK, now=timezone.now()):
        for model in dict.fromkeys(model for model, _ in sealed_columns()):
            for row in alive(model.objects.all()):
                found |= {(model, name) for name, value in contents(row).items() if TYPED.search(str(value))}
    return found


def _marked(value, name, number):
    """Put the canary before each text that people wrote; codes are plain letters and stay."""
    if isinstance(value, dict):
        return {key: _marked(each, key, number) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, name, number) for each in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return f"{KANA}{value}" if "kana" in str(name) else f"{WORDS}{number}{value}"
