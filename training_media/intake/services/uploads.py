"""A file comes in pieces, however often the line breaks, or as a whole."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import IO

from django.db import IntegrityError, transaction

from accounts.models import User
from foundation.audit import chain
from foundation.decision import Decision
from foundation.jobs import defer
from foundation.transactions import assert_in_transaction
from training_media.intake import rules
from training_media.intake.enums import Stage
from training_media.intake.exceptions import IntakeRefused, NoRoom, WrongPlace
from training_media.intake.files import FULL, forget_source, free_bytes, source_path, write_at
from training_media.intake.models import Upload

WORK = "intake.work_on_upload"
TITLE_LENGTH, NAME_LENGTH = 100, 200


def begin_upload(*, name: str, size: int, modified: int, title: str, actor: User, now: datetime) -> Upload:
    """Begin to take a file in, or find what has come of the same file of the same person already.

    Raises IntakeRefused with what to do.
    """
    name = PurePath(name).name[-NAME_LENGTH:]
    known = Upload.objects.filter(
        started_by=actor, file_name=name, size=size, modified=modified, stage=Stage.SENDING
    )
    found = known.first()
    if found is None:
        _ask(rules.may_send(name, size, free=free_bytes()))
        # Somebody who presses twice gets the same one.
        with suppress(IntegrityError):
            return _begin(name=name, size=size, modified=modified, title=title, actor=actor, now=now)
        found = known.get()
    return found


@transaction.atomic(durable=True)
def _begin(*, name: str, size: int, modified: int, title: str, actor: User, now: datetime) -> Upload:
    upload = Upload.objects.create(
        title=(title or PurePath(name).stem)[:TITLE_LENGTH],
        file_name=name,
        size=size,
        modified=modified,
        started_by=actor,
        started_at=now,
        changed_at=now,
    )
    chain.record("intake.upload_begun", actor=actor, subject=upload, now=now)
    return upload


@transaction.atomic(durable=True)
def add_piece(*, upload: Upload, place: int, content: IO[bytes], actor: User, now: datetime) -> Upload:
    """Add what follows what is there; a piece that has come before changes nothing.

    The last one puts the file in line for the job. What is told as received lies on the disk. Raises
    WrongPlace when the piece does not follow, and NoRoom with everything as it was.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    content.seek(0, 2)
    long = content.tell()
    content.seek(0)
    if place + long <= upload.received:
        return upload
    if place != upload.received or place + long > upload.size:
        raise WrongPlace(upload.received)
    if place and not source_path(upload).exists():
        raise IntakeRefused("届いた分がなくなっています。この動画を消して、はじめから送ってください。")
    upload.received += write_at(source_path(upload), place, content)
    upload.changed_at = now
    if upload.received == upload.size:
        upload.stage = Stage.WAITING
    upload.save(update_fields=["received", "changed_at", "stage"])
    if upload.stage == Stage.WAITING:
        _put_in_line(upload, actor, now)
    return upload


def take_whole(
    *,
    name: str,
    size: int,
    move_to: Callable[[Path], None],
    title: str,
    actor: User,
    now: datetime,
) -> Upload:
    """Take in a file that has come as a whole; `move_to` puts it in its place.

    Raises IntakeRefused with what to do; nothing is left behind then.
    """
    # It lies on the disk already.
    _ask(rules.may_send(name, size, free=free_bytes() + 2 * size))
    upload = Upload(
        title=(title or PurePath(name).stem)[:TITLE_LENGTH],
        file_name=PurePath(name).name[-NAME_LENGTH:],
        size=size,
        received=size,
        stage=Stage.WAITING,
        started_by=actor,
        started_at=now,
        changed_at=now,
    )
    try:
        move_to(source_path(upload))
        _keep_whole(upload, actor, now)
    except OSError as error:
        forget_source(upload)
        if error.errno in FULL:
            raise NoRoom from error
        raise
    except BaseException:
        forget_source(upload)
        raise
    return upload


@transaction.atomic(durable=True)
def _keep_whole(upload: Upload, actor: User, now: datetime) -> None:
    upload.save()
    _put_in_line(upload, actor, now)


@transaction.atomic(durable=True)
def try_again(*, upload: Upload, actor: User, now: datetime) -> None:
    """Put a file that could not be taken in back in line. Raises IntakeRefused when it is gone."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.stage != Stage.FAILED:
        return
    if not upload.has_source:
        raise IntakeRefused("元のファイルは、もうありません。もう一度送ってください。")
    upload.stage, upload.reason, upload.percent, upload.tries = Stage.WAITING, "", 0, 0
    upload.changed_at = now
    upload.save(update_fields=["stage", "reason", "percent", "tries", "changed_at"])
    _put_in_line(upload, actor, now)


@transaction.atomic(durable=True)
def drop_upload(*, upload: Upload, actor: User | None, now: datetime) -> None:
    """Give up a file that has not become a recording. Raises IntakeRefused while a job works on it."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    drop_in_transaction(upload, actor, now)


def drop_in_transaction(upload: Upload, actor: User | None, now: datetime) -> None:
    """Delete an upload without a recording, and its file once the transaction has committed."""
    assert_in_transaction("drop_upload")
    if upload.stage in (Stage.PROBING, Stage.CONVERTING):
        raise IntakeRefused("いま取り込んでいます。終わってから消してください。")
    if upload.recording_id:
        raise IntakeRefused("動画になっています。動画の画面から消してください。")
    chain.record("intake.upload_dropped", actor=actor, subject=upload, now=now)
    transaction.on_commit(partial(forget_source, Upload(key=upload.key)))
    upload.delete()


def _put_in_line(upload: Upload, actor: User, now: datetime) -> None:
    defer(WORK, upload=upload.pk)
    chain.record("intake.upload_complete", actor=actor, subject=upload, now=now)


def _ask(decision: Decision) -> None:
    if not decision.allowed:
        raise IntakeRefused(decision.reason)


def moved(source: Path) -> Callable[[Path], None]:
    """Return what puts a file of the disk in its place: renamed, or copied from another disk."""

    def move(place: Path) -> None:
        shutil.move(source, place)
        place.chmod(0o600)

    return move
