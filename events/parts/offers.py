"""What this room adds to an event's screen."""

from django.urls import reverse

from events.models import Event
from events.registries import Link

TITLE = "何回かに分けて開く"


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to the parts of its dates."""
    return TITLE, reverse("parts_desk:of_event", args=[event.pk])
