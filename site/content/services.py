"""Verbs of the content app."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction

from accounts.access import Visitor
from foundation.audit import chain
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .contact_card import write_contact_card

THE_ONE_ROW = 1


class RecordIsGone(ObjectDoesNotExist):
    """Somebody has removed the row meanwhile; the message says what to do, in the words of the screen."""

    def __init__(self) -> None:
        super().__init__("ほかの人が、この項目を消しました。一覧にもどって、確かめてください。")


@transaction.atomic(durable=True)
def save_centre_profile(*, values: Mapping[str, Any], actor: Visitor | None, now: datetime) -> None:
    """Change what the portal says of its centre; every public page says it from the next reading on."""
    there = CentreProfile.objects.select_for_update().filter(pk=THE_ONE_ROW).first()
    profile = there or CentreProfile(pk=THE_ONE_ROW)
    changed = sorted(name for name, value in values.items() if getattr(profile, name) != value)
    for name in changed:
        setattr(profile, name, values[name])
    profile.save(update_fields=changed if there else None)
    clear_public_pages_in_transaction()
    centre = current_centre()
    transaction.on_commit(lambda: write_contact_card(centre))
    chain.record("content.centre_profile_saved", actor=actor, subject=profile, now=now, fields=changed)


@transaction.atomic(durable=True)
def save_record[Record: models.Model](
    *, record: Record, values: Mapping[str, Any], verb: str, actor: Visitor | None, now: datetime
) -> Record:
    """Store one row of a list that public pages are made from, and let them be made anew."""
    stored, changed = store_in_transaction(record, values)
    clear_public_pages_in_transaction()
    chain.record(verb, actor=actor, subject=stored, now=now, fields=changed)
    return stored


def store_in_transaction[Record: models.Model](
    record: Record, values: Mapping[str, Any]
) -> tuple[Record, list[str]]:
    """Give a new record or the stored row `values`; return it and the names of the fields that changed.

    The row is read anew under a lock and only what differs is written: what somebody else wrote meanwhile
    stays, and `record` itself, which a form may have filled, is not looked at. Raises RecordIsGone.
    """
    assert_in_transaction("store")
    kind = type(record)
    if record.pk is None:
        made = kind(**values)
        made.save()
        return made, sorted(values)
    stored = kind._default_manager.select_for_update().filter(pk=record.pk).first()
    if stored is None:
        raise RecordIsGone
    changed = sorted(name for name, value in values.items() if getattr(stored, name) != value)
    for name in changed:
        setattr(stored, name, values[name])
    stored.save(update_fields=changed)
    return stored, changed
