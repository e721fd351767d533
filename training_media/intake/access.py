"""Who may do what with files: staff and managers at the desk, and whoever holds a signed address."""

from uuid import UUID

from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from content.desk import Door
from training_media.models import Recording

from .enums import INTAKE_ROLES
from .links import insist_on_young, recording_in
from .models import MediaFile, Upload
from .queries import shown_files

intake_desk = Door(INTAKE_ROLES)


def uploads_at_the_desk() -> QuerySet[Upload]:
    return Upload.objects.all()


def recordings_at_the_desk() -> QuerySet[Recording]:
    return Recording.objects.all()


def upload_at_the_desk(key: UUID) -> Upload:
    """Return an upload for the desk. Raises Http404."""
    return get_object_or_404(Upload, key=key)


def own_upload(key: UUID, user: User) -> Upload:
    """Return what this person began to send. Raises Http404 for everybody else."""
    return get_object_or_404(Upload, key=key, started_by=user)


def recording_at_the_desk(pk: int) -> Recording:
    """Return a recording for the desk. Raises Http404."""
    return get_object_or_404(Recording.objects.select_related("upload", "rights", "replaced_by"), pk=pk)


def file_by_link(token: str, rendition: str) -> MediaFile:
    """Return what a signed address leads to.

    Raises Http404 for a wrong or old one alike, and once the rights in the recording have ended: addresses
    that were given out before end then, too.
    """
    try:
        files = shown_files(today=timezone.localdate()).select_related("recording")
        found = get_object_or_404(files, recording=recording_in(token), rendition=rendition)
        insist_on_young(token, found.recording)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    return found
