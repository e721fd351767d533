"""Signed words that travel with the sender: the form's own key with its time, and the way to the number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

from .models import ContactMessage

FORM_LIVES = timedelta(hours=12)
NUMBER_SHOWN_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Ticket:
    """A form as it was handed out: its key, since when, and the signed words that prove both."""

    form_key: UUID
    opened_at: datetime
    signed: str


def new_ticket(now: datetime) -> Ticket:
    """Return the ticket of a form that is handed out now."""
    return _ticket(uuid4(), now)


def ticket_in(signed: str, now: datetime) -> Ticket | None:
    """Return the ticket that came back, None for one that is forged, missing or too old."""
    try:
        said = signing.loads(signed, salt="contact_desk.form")
        ticket = _ticket(UUID(said["key"]), datetime.fromisoformat(said["at"]))
    except (signing.BadSignature, ValueError):
        return None
    return ticket if now - ticket.opened_at <= FORM_LIVES else None


def is_spent(ticket: Ticket) -> bool:
    """Return whether a message was sent with this ticket."""
    return ContactMessage.objects.filter(form_key=ticket.form_key).exists()


def number_token(message: ContactMessage) -> str:
    """Return the word by which the sender sees the number once more; it says nothing of the message."""
    return signing.dumps(message.form_key.hex, salt="contact_desk.done")


def message_of(token: str) -> ContactMessage | None:
    """Return the message of a token without its contents, None for a token that is forged or a day old."""
    try:
        form_key = signing.loads(token, salt="contact_desk.done", max_age=NUMBER_SHOWN_FOR)
    except signing.BadSignature:
        return None
    return ContactMessage.objects.without_contents().filter(form_key=form_key).first()


def _ticket(form_key: UUID, opened_at: datetime) -> Ticket:
    said = {"key": form_key.hex, "at": opened_at.isoformat()}
    return Ticket(form_key, opened_at, signing.dumps(said, salt="contact_desk.form"))
