"""Signed addresses of a request: they carry a random id and a signature, never a person's data."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from events.links import LinkNotUsable
from foundation.limits.queries import limit

from .enums import ENDED
from .limits import READABLE_AFTER_THE_END
from .models import LectureRequest

SIGNER = Signer(salt="events.lecture")


def token(request: LectureRequest) -> str:
    """Return the signed token that opens this request."""
    return SIGNER.sign(request.public_id)


def path(request: LectureRequest) -> str:
    """Return the path of the request's own page."""
    return reverse("lectures:status", args=[token(request)])


def address(request: LectureRequest) -> str:
    """Return the full address of the request's own page, for mails."""
    return f"{settings.OWN_URL}{path(request)}"


def open_link(signed: str, *, now: datetime) -> LectureRequest:
    """Return the request of a token. Raises LinkNotUsable when it is forged or too old."""
    try:
        public_id = SIGNER.unsign(signed)
    except BadSignature as error:
        raise LinkNotUsable from error
    request = LectureRequest.objects.select_related("theme", "event").filter(public_id=public_id).first()
    if request is None or request.erased_at is not None:
        raise LinkNotUsable
    readable_for = timedelta(days=limit(READABLE_AFTER_THE_END, on=timezone.localdate(now)))
    if request.state in ENDED and request.state_since + readable_for < now:
        raise LinkNotUsable
    return request
