"""Signed addresses of an application: they carry a random id and a signature, never a person's data."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from foundation.limits.queries import limit

from .enums import DateState
from .limits import READABLE_AFTER_THE_END
from .models import Application, Session

SIGNER = Signer(salt="events.application")


class LinkNotUsable(Exception):
    """The link was changed, or its time has passed."""


def token(application: Application) -> str:
    """Return the signed token that opens this application."""
    return SIGNER.sign(application.public_id)


def path(application: Application) -> str:
    """Return the path of the application's own page."""
    return reverse("events:application", args=[token(application)])


def address(application: Application) -> str:
    """Return the full address of the application's own page, for mails and QR codes."""
    return f"{settings.OWN_URL}{path(application)}"


def open_link(signed: str, *, now: datetime) -> Application:
    """Return the application of a token. Raises LinkNotUsable: forged, too old, or erased."""
    try:
        public_id = SIGNER.unsign(signed)
    except BadSignature as error:
        raise LinkNotUsable from error
    applications = Application.objects.select_related("session", "session__event", "agency")
    application = applications.filter(public_id=public_id, erased_at__isnull=True).first()
    if application is None:
        raise LinkNotUsable
    readable_for = timedelta(days=limit(READABLE_AFTER_THE_END, on=timezone.localdate(now)))
    if is_over_since(application.session, readable_for, now):
        raise LinkNotUsable
    return application


def is_over_since(session: Session, span: timedelta, now: datetime) -> bool:
    """Return whether a date ended so long ago; one that is put off has not ended."""
    return session.state != DateState.POSTPONED and session.ends_at + span < now
