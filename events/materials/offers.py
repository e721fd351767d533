"""What this room has for a participant, and the way from an event's screen."""

from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Participant
from events.registries import Link, Section
from foundation.japanese.dates import short_date

from .access import materials_for


def offer_of(participant: Participant, token: str, now: datetime) -> Section | None:
    """Return the materials that are open today."""
    found = list(materials_for(participant, today=timezone.localdate(now)))
    if not found:
        return None
    links = tuple(
        (
            f"{each.title}（{filesizeformat(each.size)}、{short_date(each.open_until)}まで）",
            reverse("materials:by_link", args=[token, each.pk, each.file_name]),
        )
        for each in found
    )
    return Section("資料", "参加する方だけの資料です。期限までに、受け取ってください。", links)


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to its materials."""
    return "参加した方だけの資料", reverse("materials_desk:of_event", args=[event.pk])
