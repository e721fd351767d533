"""What this room adds to an event's screen and to receipts."""

from django.urls import reverse

from events.enums import SEATED_STATES
from events.models import Application, Event
from events.registries import Link, ReceiptPart

from .queries import readers_of


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to its hosts."""
    return "共催・後援、名簿の共有", reverse("cohosts_desk:of_event", args=[event.pk])


def receipt_part_of(application: Application) -> ReceiptPart | None:
    """Tell whoever has a seat once more who reads the roster."""
    if application.state not in SEATED_STATES:
        return None
    names = readers_of(application)
    if not names:
        return None
    return ReceiptPart((f"名簿（お名前・事業所・参加の方法）は、{'・'.join(names)}と共有します。",))
