"""Keys that no row knows: of a case whose transaction failed, or brought back by a copy of the store."""

from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone

from foundation.limits.queries import limit
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.limits import LOST_KEYS
from handoff.cases.models import Case, SupportedPerson
from handoff.vault import store
from handoff.vault.models import SealedModel

# More than that were never lost one by one: then it is the rows that are missing.
MOST_AT_ONCE = 20


class TooManyLostKeys(Exception):
    """So many keys know no row that the database, not the store, is likely to be wrong."""


def sweep_keys(*, now: datetime) -> int:
    """Destroy the keys of what was erased, and those that have belonged to no row for long enough.

    Young ones are left alone: a key is made before its row is committed. Returns how many were destroyed;
    again it does nothing. Raises TooManyLostKeys, and nothing is destroyed, where rows seem to be missing:
    to look at the wrong database must not cost every case its key. Raises StoreUnavailable.
    """
    with opened(CLOCK, now=now):
        known, erased = _keys_of_rows()
        kept_for = timedelta(days=limit(LOST_KEYS, on=timezone.localdate(now)))
        lost = store.orphans(known | erased, made_before=now - kept_for)
        if lost and (not known or len(lost) > MOST_AT_ONCE):
            raise TooManyLostKeys(f"{len(lost)} keys without a row beside {len(known)} rows: look first.")
        back = {UUID(name) for name in store.names() if name != store.INDEX} & erased
        for key_id in lost | back:
            store.destroy(key_id)
    store.sweep_unfinished()
    return len(lost | back)


def _keys_of_rows() -> tuple[set[UUID], set[UUID]]:
    """Return the keys of what is there, in whatever room it lies, and of what was erased."""
    known, erased = set[UUID](), set[UUID]()
    for model in models_with_keys():
        known |= set(model._base_manager.values_list("key", flat=True))
    for rows in (Case.objects, SupportedPerson.objects):
        erased |= set(rows.exclude(shredded_at=None).values_list("key", flat=True))
    return known - erased, erased


def models_with_keys() -> list[type[models.Model]]:
    """Return the models whose rows say by which key they are sealed: a column called `key`."""
    found = [model for model in apps.get_models() if issubclass(model, SealedModel)]
    return [model for model in found if any(field.name == "key" for field in model._meta.fields)]
