"""Addresses of renditions that work for a while: bound to the recording, not to who watches."""

from datetime import timedelta

from django.core.signing import TimestampSigner
from django.urls import reverse
from django.utils import timezone

from foundation.limits.queries import limit
from training_media.models import Recording

from .limits import LINK_OPEN
from .queries import last_days_of, renditions_of

_SIGNER = TimestampSigner(salt="intake.file")
TIMES_ITS_LENGTH = 2


def address_of(recording: Recording, rendition: str) -> str:
    """Return an address of a rendition ("720", "360", "audio", "poster") that works for a while.

    That is twice the length of the recording, and `LINK_OPEN`: long enough to watch it with a break, without
    a script; the player fetches another one by itself as long as its page opens. Whoever has it may watch:
    give it only to who may. It says nothing of whether the rendition is there;
    `queries.renditions_of` does.
    """
    return reverse("intake:file", args=[_SIGNER.sign(str(recording.pk)), rendition])


def addresses_of(recording: Recording) -> dict[str, str]:
    """Return such an address of each rendition that is there; of none once the rights have ended."""
    there = renditions_of(recording, today=timezone.localdate())
    return {each: address_of(recording, each) for each in there}


def recording_in(token: str) -> int:
    """Return whose id a signed address holds, however old it is. Raises BadSignature."""
    return int(_SIGNER.unsign(token))


def insist_on_young(token: str, recording: Recording) -> None:
    """Raise BadSignature for an address of this recording that is too old."""
    lasts = timedelta(
        milliseconds=TIMES_ITS_LENGTH * recording.duration,
        minutes=limit(LINK_OPEN, on=timezone.localdate()),
    )
    _SIGNER.unsign(token, max_age=lasts)


def address_if_there(recording: Recording, rendition: str) -> str:
    """Return such an address when the rendition is there and may be shown, else nothing."""
    there = rendition in renditions_of(recording, today=timezone.localdate())
    return address_of(recording, rendition) if there else ""


def is_over(recording: Recording) -> bool:
    """Return whether a recording may not be shown any more, to anybody; asked again for each file."""
    last_day = last_days_of([recording.pk]).get(recording.pk)
    return last_day is not None and last_day < timezone.localdate()
