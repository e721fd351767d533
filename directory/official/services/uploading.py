"""Files arrive: they are kept, and read by a job."""

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from directory.official.models import ImportFile, ImportRun
from foundation.audit import chain
from foundation.jobs import defer
from foundation.transactions import assert_in_transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.base import File

    type Upload = File[bytes]


@transaction.atomic(durable=True)
def start_run(*, uploads: "Iterable[Upload]", period: date, actor: User | None, now: datetime) -> ImportRun:
    """Keep what was uploaded and let a job read it; `period` counts where a file's name tells none."""
    run = keep_run_in_transaction(uploads=uploads, actor=actor, now=now)
    defer("directory.read_import", run=run.pk, period=period.isoformat())
    return run


def keep_run_in_transaction(*, uploads: "Iterable[Upload]", actor: User | None, now: datetime) -> ImportRun:
    """Keep the files of a new run under names of our own."""
    assert_in_transaction("keep_run")
    run = ImportRun.objects.create(uploaded_at=now, uploaded_by=actor)
    for number, upload in enumerate(uploads, start=1):
        kept = ImportFile(run=run, name=(upload.name or "")[-200:], sha256=_sha256(upload))
        kept.stored.save(f"{run.pk}-{number}", upload, save=False)
        kept.save()
    chain.record("directory.import_uploaded", actor=actor, subject=run, now=now)
    return run


def _sha256(upload: "Upload") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
