"""What nobody goes on sending, and sources that are not needed any more, leave the disk."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limits
from training_media.intake.enums import Stage
from training_media.intake.files import folder, forget_source
from training_media.intake.limits import SOURCE_KEPT, UNFINISHED_KEPT
from training_media.intake.models import Upload

from .uploads import drop_in_transaction


def clean_up(*, now: datetime) -> None:
    """Remove stale uploads and old sources, and whatever lies in the folder without a row."""
    days = limits(UNFINISHED_KEPT, SOURCE_KEPT, on=timezone.localdate(now))
    stale = Upload.objects.filter(
        stage=Stage.SENDING, changed_at__lt=now - timedelta(days=days[UNFINISHED_KEPT])
    )
    for pk in list(stale.values_list("pk", flat=True)):
        _drop(pk, now - timedelta(days=days[UNFINISHED_KEPT]), now)
    old = Upload.objects.filter(
        stage__in=[Stage.READY, Stage.FAILED],
        has_source=True,
        changed_at__lt=now - timedelta(days=days[SOURCE_KEPT]),
    )
    for upload in old:
        _forget(upload, now)
    _remove_strays(now - timedelta(days=days[UNFINISHED_KEPT]))


@transaction.atomic(durable=True)
def _drop(pk: int, before: datetime, now: datetime) -> None:
    """Remove an upload unless somebody goes on with it at this moment."""
    upload = (
        Upload.objects.select_for_update().filter(pk=pk, stage=Stage.SENDING, changed_at__lt=before).first()
    )
    if upload is not None:
        drop_in_transaction(upload, None, now)


@transaction.atomic(durable=True)
def _forget(upload: Upload, now: datetime) -> None:
    Upload.objects.filter(pk=upload.pk).update(has_source=False)
    transaction.on_commit(partial(forget_source, upload))
    chain.record("intake.source_forgotten", actor=None, subject=upload, now=now)


def _remove_strays(before: datetime) -> None:
    """Remove what a stopped process left without a row."""
    known = {key.hex for key in Upload.objects.filter(has_source=True).values_list("key", flat=True)}
    for path in folder().iterdir():
        is_old = path.stat().st_mtime < before.timestamp()
        if is_old and path.is_file() and path.name not in known:
            path.unlink(missing_ok=True)
