"""Verbs of the content app."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.access import Visitor
from foundation.audit import chain
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from foundation.public_pages import clear_public_pages_in_transaction

from .contact_card import write_contact_card

THE_ONE_ROW = 1


@transaction.atomic(durable=True)
def save_centre_profile(*, values: Mapping[str, Any], actor: Visitor | None, now: datetime) -> None:
    """Change what the portal says of its centre; every public page says it from the next reading on."""
    profile = CentreProfile.objects.select_for_update().filter(pk=THE_ONE_ROW).first()
    profile = profile or CentreProfile(pk=THE_ONE_ROW)
    changed = sorted(name for name, value in values.items() if getattr(profile, name) != value)
    for name in changed:
        setattr(profile, name, values[name])
    profile.save()
    clear_public_pages_in_transaction()
    centre = current_centre()
    transaction.on_commit(lambda: write_contact_card(centre))
    chain.record("content.centre_profile_saved", actor=actor, subject=profile, now=now, fields=changed)


@transaction.atomic(durable=True)
def save_record[Record: models.Model](
    *, record: Record, verb: str, changed: Collection[str], actor: Visitor | None, now: datetime
) -> Record:
    """Store one row of a list that public pages are made from, and let them be made anew."""
    record.save()
    clear_public_pages_in_transaction()
    chain.record(verb, actor=actor, subject=record, now=now, fields=changed)
    return record
