"""What the job does with a file that has come: look, make a recording, convert, put away.

Nothing of it happens twice: what a killed worker left behind is begun anew, and nobody ever sees half of it.
"""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from training_media.intake import programs, rules
from training_media.intake.enums import AT_WORK, Rendition, Stage
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.files import FULL, source_path, work_folder
from training_media.intake.limits import LONGEST
from training_media.intake.models import MediaFile, Upload
from training_media.intake.programs import Made
from training_media.intake.rules import MOST_TRIES, STOPPED_TOO_OFTEN, Probe
from training_media.models import Recording

ENDINGS = {Rendition.HIGH: "mp4", Rendition.LOW: "mp4", Rendition.AUDIO: "m4a", Rendition.POSTER: "jpg"}
UNEXPECTED = "思わぬことが起きて、取り込めませんでした。もう一度取り込むか、システム管理者に伝えてください。"
type Clock = Callable[[], datetime]


def work_on_upload(*, upload: int, clock: Clock) -> None:
    """Take in a file that has come; what cannot be taken in is marked with the reason and what to do.

    A file that is taken in already, or given up, is left alone.
    """
    begun = _begin(upload, clock())
    if begun is None:
        return
    folder = work_folder(begun)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        _take_in(begun, folder, clock)
    except IntakeRefused as refused:
        _give_up(begun, str(refused), clock())
    except Exception as error:
        is_full = isinstance(error, OSError) and error.errno in FULL
        _give_up(begun, programs.FULL if is_full else UNEXPECTED, clock())
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_in(upload: Upload, folder: Path, clock: Clock) -> None:
    if upload.tries > MOST_TRIES:
        raise IntakeRefused(STOPPED_TOO_OFTEN)
    probe = programs.look_into(source_path(upload))
    good = rules.is_good(probe, longest_minutes=limit(LONGEST, on=timezone.localdate(clock())))
    if not good.allowed:
        raise IntakeRefused(good.reason)
    recording = _make_recording(upload, probe, clock())
    paths = {each: folder / f"{each.value}.{ENDINGS[each]}" for each in Rendition}
    made = Made(*(paths[each] for each in Rendition))
    programs.convert(source_path(upload), made, probe, tell=lambda percent: _tell(upload, percent))
    found = {each: path for each, path in paths.items() if path.exists()}
    _put_away(upload, recording, found, clock())


@transaction.atomic(durable=True)
def _begin(pk: int, now: datetime) -> Upload | None:
    upload = Upload.objects.select_for_update().filter(pk=pk, stage__in=AT_WORK).first()
    if upload is None:
        return None
    upload.stage, upload.percent, upload.changed_at = Stage.PROBING, 0, now
    upload.tries += 1
    upload.save(update_fields=["stage", "percent", "changed_at", "tries"])
    return upload


@transaction.atomic(durable=True)
def _make_recording(upload: Upload, probe: Probe, now: datetime) -> Recording:
    """Make the recording once; its length is what the look has found."""
    if upload.recording is None:
        upload.recording = Recording.objects.create(title=upload.title, duration=probe.duration)
        chain.record("intake.recording_made", actor=upload.started_by, subject=upload.recording, now=now)
    upload.stage, upload.changed_at = Stage.CONVERTING, now
    upload.save(update_fields=["recording", "stage", "changed_at"])
    return upload.recording


def _tell(upload: Upload, percent: int) -> None:
    Upload.objects.filter(pk=upload.pk, stage=Stage.CONVERTING).update(percent=percent)


def _put_away(upload: Upload, recording: Recording, found: dict[Rendition, Path], now: datetime) -> None:
    """Put whole files into the storage, then say that they are there."""
    seen: dict[Rendition, Probe] = {
        each: programs.look_into(path)
        for each, path in found.items()
        if each in (Rendition.HIGH, Rendition.LOW)
    }
    rows = []
    for rendition, path in found.items():
        look = seen.get(rendition)
        row = MediaFile(
            recording=recording,
            rendition=rendition,
            size=path.stat().st_size,
            width=look.width if look else 0,
            height=look.height if look else 0,
            made_at=now,
        )
        name = f"recordings/{upload.key.hex}/{path.name}"
        # What a killed worker put there; no row names it.
        row.file.storage.delete(name)
        with path.open("rb") as content:
            row.file.name = row.file.storage.save(name, File(content), max_length=120)
        rows.append(row)
    _finish(upload, rows, now)


@transaction.atomic(durable=True)
def _finish(upload: Upload, rows: list[MediaFile], now: datetime) -> None:
    MediaFile.objects.filter(recording=upload.recording_id).delete()
    MediaFile.objects.bulk_create(rows)
    Upload.objects.filter(pk=upload.pk).update(stage=Stage.READY, percent=100, changed_at=now)
    clear_public_pages_in_transaction()
    chain.record("intake.recording_ready", actor=upload.started_by, subject=upload, now=now)


@transaction.atomic(durable=True)
def _give_up(upload: Upload, reason: str, now: datetime) -> None:
    Upload.objects.filter(pk=upload.pk).update(stage=Stage.FAILED, reason=reason, changed_at=now)
    chain.record("intake.upload_failed", actor=upload.started_by, subject=upload, now=now)
