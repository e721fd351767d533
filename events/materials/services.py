"""Materials are added, kept open longer or shorter, and taken away with their file."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from events.models import Event
from events.services.attachments import Upload
from foundation.audit import chain

from .models import Material


@transaction.atomic(durable=True)
def add_materials(
    *, event: Event, uploads: Sequence[Upload], open_until: date, actor: User, now: datetime
) -> list[Material]:
    """Keep files for the people with a seat, under names that say nothing."""
    made = []
    for upload in uploads:
        material = Material(
            event=event,
            title=upload.title,
            size=upload.content.size,
            open_until=open_until,
            added_by=actor,
        )
        material.file.save(f"{secrets.token_hex(8)}.{upload.suffix}", upload.content)
        made.append(material)
    for material in made:
        chain.record("materials.added", actor=actor, subject=material, now=now)
    return made


@transaction.atomic(durable=True)
def set_open_until(*, material: Material, open_until: date, actor: User, now: datetime) -> None:
    """Say until when a material can be opened."""
    Material.objects.filter(pk=material.pk).update(open_until=open_until)
    chain.record("materials.open_until_set", actor=actor, subject=material, now=now, fields=["open_until"])


@transaction.atomic(durable=True)
def remove_material(*, material: Material, actor: User, now: datetime) -> None:
    """Take a material away; the storage forgets the file once the transaction has committed."""
    chain.record("materials.removed", actor=actor, subject=material, now=now)
    transaction.on_commit(partial(material.file.storage.delete, str(material.file.name)))
    material.delete()
