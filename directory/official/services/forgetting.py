"""Uploaded files go after some time; what was taken in from them stays."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from directory.official.limits import FILES_KEPT
from directory.official.models import ImportFile
from foundation.audit import chain
from foundation.limits.queries import limit


@transaction.atomic(durable=True)
def delete_old_files(*, now: datetime) -> int:
    """Delete the files of runs that came so long ago; returns how many. Their names and sums stay."""
    until = now - timedelta(days=limit(FILES_KEPT, on=timezone.localdate(now)))
    old = ImportFile.objects.select_for_update(of=("self",)).exclude(stored="")
    files = list(old.filter(run__uploaded_at__lte=until).select_related("run"))
    gone = [(file.stored.storage, file.stored.name or "") for file in files]
    ImportFile.objects.filter(pk__in=[file.pk for file in files]).update(stored="")
    # Only then: a row must never name a file that is gone.
    transaction.on_commit(partial(_delete, gone))
    for run in {file.run for file in files}:
        chain.record("directory.import_files_deleted", actor=None, subject=run, now=now, fields=["stored"])
    return len(files)


def _delete(gone: Iterable[tuple[Storage, str]]) -> None:
    for storage, name in gone:
        storage.delete(name)
