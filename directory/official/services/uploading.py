"""Files arrive: they are kept, and read by a job."""

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.official.enums import RunState
from directory.official.exceptions import ImportRefused
from directory.official.models import ImportFile, ImportRun
from directory.official.rules import may_read
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
    run = keep_run_in_transaction(uploads=uploads, period=period, actor=actor, now=now)
    defer("directory.read_import", run=run.pk, period=period.isoformat())
    return run


@transaction.atomic(durable=True)
def read_again(*, run: ImportRun, actor: User, now: datetime) -> None:
    """Let a job read the files of a run anew, because others have changed the records since.

    Raises ImportRefused for a run that was applied.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not may_read(run.state):
        raise ImportRefused("もう取り入れたものは、読み直せません。")
    if run.files.filter(stored="").exists():
        raise ImportRefused("ファイルは、残す期間がすぎて消しました。もう一度、送ってください。")
    run.state, run.lines_read, run.percent_read = RunState.UPLOADED, 0, 0
    run.read_at = run.read_after = None
    run.save(update_fields=["state", "lines_read", "percent_read", "read_at", "read_after"])
    defer("directory.read_import", run=run.pk, period=run.period.isoformat())
    chain.record("directory.import_read_again", actor=actor, subject=run, now=now, fields=["state"])


def keep_run_in_transaction(
    *, uploads: "Iterable[Upload]", actor: User | None, now: datetime, period: date | None = None
) -> ImportRun:
    """Keep the files of a new run under names of our own; without a period, they are of this month."""
    assert_in_transaction("keep_run")
    period = period or timezone.localdate(now).replace(day=1)
    run = ImportRun.objects.create(uploaded_at=now, uploaded_by=actor, period=period)
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
