"""The signed address of one participant, also of those without an account or a mail address.

It is bound to the name: whoever took a seat over has a page of their own; the old address opens nothing.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.japanese.text import fold
from foundation.limits.queries import limit

from .enums import Attendance, DateState, EventState
from .limits import PARTICIPANT_PAGE_OPEN
from .links import LinkNotUsable, is_over_since
from .models import Application, Event, Participant

SIGNER = Signer(salt="events.participant")
LENGTH = 12


def participants() -> QuerySet[Participant]:
    """Return everybody who has a seat in an event that takes place, or took place, with all above them.

    Whoever was marked as absent is none.
    """
    people = (
        Participant.objects.seated()
        .filter(session__event__state=EventState.PUBLISHED)
        .exclude(session__state=DateState.CANCELLED)
        .exclude(attendance=Attendance.ABSENT)
    )
    return people.select_related("application__agency", "session__event", "person")


def participants_of(event: Event) -> QuerySet[Participant]:
    """Return the participants of an event in the order of its dates, groups together."""
    return (
        participants().filter(session__event=event).order_by("session__starts_at", "application", "position")
    )


def token(participant: Participant) -> str:
    """Return the signed token that opens this participant's page."""
    return SIGNER.sign(f"{participant.pk}.{_of_name(participant)}")


def path(participant: Participant) -> str:
    """Return the path of the participant's own page."""
    return reverse("events:participant", args=[token(participant)])


def address(participant: Participant) -> str:
    """Return the full address, for mails and QR codes."""
    return f"{settings.OWN_URL}{path(participant)}"


def open_link(signed: str, *, now: datetime) -> Participant:
    """Return the participant of a token. Raises LinkNotUsable: forged, of another name, too old, erased."""
    try:
        pk, _, digest = SIGNER.unsign(signed).partition(".")
        participant = participants().get(pk=int(pk), erased_at__isnull=True)
    except (BadSignature, ValueError, Participant.DoesNotExist) as error:
        raise LinkNotUsable from error
    open_for = timedelta(days=limit(PARTICIPANT_PAGE_OPEN, on=timezone.localdate(now)))
    if digest != _of_name(participant) or is_over_since(participant.session, open_for, now):
        raise LinkNotUsable
    return participant


def links_of(application: Application) -> list[tuple[Participant, str]]:
    """Return the participants of an application with the path of each."""
    found = participants().filter(application=application).order_by("position")
    return [(participant, path(participant)) for participant in found]


def _of_name(participant: Participant) -> str:
    # Keyed and of this row: whoever reads addresses in a log cannot try names on them, nor see a name twice.
    name = f"{participant.pk}/{fold(participant.name)}/{fold(participant.name_kana)}"
    return salted_hmac("events.participant", name, algorithm="sha256").hexdigest()[:LENGTH]
