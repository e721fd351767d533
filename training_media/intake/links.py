"""Addresses of renditions that work for some hours: bound to the recording, not to who watches."""

from datetime import timedelta

from django.core.signing import TimestampSigner
from django.urls import reverse
from django.utils import timezone

from foundation.limits.queries import limit
from training_media.models import Recording

from .limits import LINK_OPEN
from .models import MediaFile
from .queries import renditions_of

_SALT = "intake.file"


def address_of(recording: Recording, rendition: str) -> str:
    """Return an address of a rendition ("720", "360", "audio", "poster") that works for `LINK_OPEN`.

    Whoever has it may watch: give it only to who may. It says nothing of whether the rendition is there;
    `queries.renditions_of` does.
    """
    return reverse("intake:file", args=[TimestampSigner(salt=_SALT).sign(str(recording.pk)), rendition])


def addresses_of(recording: Recording) -> dict[str, str]:
    """Return such an address of each rendition that is there."""
    return {each: address_of(recording, each) for each in renditions_of(recording)}


def recording_in(token: str) -> int:
    """Return whose id a signed address holds. Raises BadSignature, also for one that is too old."""
    minutes = limit(LINK_OPEN, on=timezone.localdate())
    return int(TimestampSigner(salt=_SALT).unsign(token, max_age=timedelta(minutes=minutes)))


def address_if_there(recording: Recording, rendition: str) -> str:
    """Return such an address when the rendition is there, else nothing."""
    there = MediaFile.objects.filter(recording=recording, rendition=rendition).exists()
    return address_of(recording, rendition) if there else ""
