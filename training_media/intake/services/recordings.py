"""Recordings are named, their rights are noted, and those that nobody uses are deleted with their files."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from training_media.intake.enums import Stage
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.files import forget_source
from training_media.intake.models import MediaFile, Rights, Upload
from training_media.models import Recording

IN_USE = (
    "研修で使っているか、見た人の記録があるか、前の版を入れかえた動画なので、消せません。"
    "研修から外すか、新しい動画に入れかえてください。"
)


@transaction.atomic(durable=True)
def rename_recording(*, recording: Recording, title: str, actor: User, now: datetime) -> None:
    """Give a recording another title."""
    recording.title = title
    recording.save(update_fields=["title"])
    clear_public_pages_in_transaction()
    chain.record("intake.recording_renamed", actor=actor, subject=recording, now=now, fields=["title"])


@dataclass(frozen=True)
class RightsNoted:
    """What is known of the rights in a recording, as `Rights` names it."""

    partner: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    holders: str = ""
    host: str = ""
    until: date | None = None
    review_on: date | None = None


@transaction.atomic(durable=True)
def note_rights(*, recording: Recording, noted: RightsNoted, actor: User, now: datetime) -> Rights:
    """Note who made a recording with the centre, who holds rights in it, and until when it may be shown."""
    facts = asdict(noted)
    rights, _ = Rights.objects.update_or_create(
        recording=recording, defaults=facts | {"noted_by": actor, "noted_at": now}
    )
    chain.record("intake.rights_noted", actor=actor, subject=rights, now=now, fields=facts)
    return rights


@transaction.atomic(durable=True)
def remove_recording(*, recording: Recording, actor: User, now: datetime) -> None:
    """Delete a recording that nobody uses, and its files once that is committed. Raises IntakeRefused."""
    upload = Upload.objects.select_for_update().filter(recording=recording).first()
    if upload is not None and upload.stage in (Stage.WAITING, Stage.PROBING, Stage.CONVERTING):
        raise IntakeRefused("いま取り込んでいます。終わってから消してください。")
    places = [
        (each.file.storage, str(each.file.name)) for each in MediaFile.objects.filter(recording=recording)
    ]
    chain.record("intake.recording_removed", actor=actor, subject=recording, now=now)
    try:
        recording.delete()
    except ProtectedError as error:
        raise IntakeRefused(IN_USE) from error
    clear_public_pages_in_transaction()
    transaction.on_commit(partial(_forget_files, places, upload and Upload(key=upload.key)))


def _forget_files(places: list[tuple[Storage, str]], upload: Upload | None) -> None:
    for storage, name in places:
        storage.delete(name)
    if upload is not None:
        forget_source(upload)
