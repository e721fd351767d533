"""Verbs of the notes on who covers whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.models import CoverageNote
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def record_note(*, values: Mapping[str, Any], actor: User, now: datetime) -> CoverageNote:
    """Say who covers a place from a day on. Raises RegisterRefused when the same is said already."""
    fields = ("municipality", "area", "kind", "covering_municipality", "covering_agency", "valid_from")
    if CoverageNote.objects.filter(**{name: values[name] for name in fields}).exists():
        raise RegisterRefused("同じ受け持ちが、もう書かれています。")
    note = CoverageNote.objects.create(**values)
    clear_public_pages_in_transaction()
    chain.record("directory.coverage_noted", actor=actor, subject=note, now=now, fields=values)
    return note


@transaction.atomic(durable=True)
def end_note(*, note_id: int, actor: User, now: datetime) -> CoverageNote:
    """Let a note hold no longer from today; one that began today is taken away. Raises NotInTheRegister."""
    running = CoverageNote.objects.select_for_update(of=("self",)).filter(valid_to__isnull=True)
    note = running.filter(pk=note_id).first()
    if note is None:
        raise NotInTheRegister
    today = timezone.localdate(now)
    clear_public_pages_in_transaction()
    chain.record("directory.coverage_ended", actor=actor, subject=note, now=now, fields=["valid_to"])
    if note.valid_from >= today:
        note.delete()
    else:
        note.valid_to = today
        note.save(update_fields=["valid_to"])
    return note
