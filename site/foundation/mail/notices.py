"""Bounces and complaints that the mail provider reports later."""

from typing import Any

from anymail.signals import tracking

from .models import MailState, OutgoingMail

STATES = {
    "bounced": MailState.BOUNCED,
    "rejected": MailState.BOUNCED,
    "failed": MailState.BOUNCED,
    "complained": MailState.COMPLAINED,
}


def listen() -> None:
    """Connect to the provider's signal; it is a library's, not one between our apps."""
    tracking.connect(note_event, dispatch_uid="mail.note_event")


def note_event(sender: Any, event: Any, esp_name: str, **extra: Any) -> None:  # noqa: ARG001 -- the signal's signature
    """Mark the mail that a notice is about, so that staff see it in the outbox and phone instead."""
    state = STATES.get(event.event_type)
    if state and event.message_id:
        OutgoingMail.objects.filter(provider_id=event.message_id, sent_at__isnull=False).update(
            state=state, problem=(event.reject_reason or "")[:200]
        )
