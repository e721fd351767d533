"""All words that lie sealed in the private door, opened: what a search for leaks looks for."""

from contextlib import suppress
from itertools import product

from django.apps import apps
from django.utils import timezone

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.exceptions import Shredded
from handoff.vault.exceptions import VaultError
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel

# Whatever is shorter stands on public pages by chance.
LEAST_LETTERS = 12


def sealed_models():
    return [model for model in apps.get_models() if issubclass(model, SealedModel)]


def sealed_texts(models, *, least):
    """Return each text that is sealed in these tables, with those inside of lists and dicts."""
    found = set()
    with opened(CLOCK, now=timezone.now()):
        for model in models:
            columns = [field.name for field in model._meta.fields if isinstance(field, SealedField)]
            for row, column in product(model.objects.all(), columns):
                if getattr(row, column) is not None:
                    # Some keys are destroyed.
                    with suppress(VaultError, Shredded):
                        found |= set(_words_in(row._unsealed(column)))
    return {word for word in found if len(word) >= least}


def _words_in(contents):
    match contents:
        case str():
            yield from (line.strip() for line in contents.splitlines())
        case dict():
            for value in contents.values():
                yield from _words_in(value)
        case list():
            for value in contents:
                yield from _words_in(value)
