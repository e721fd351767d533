"""What rooms say of an event where the core shows it."""

from collections.abc import Iterable

from django import template

from events.models import Event
from events.registries import HostLine, event_hosts, event_notes

register = template.Library()


@register.simple_tag
def hosts_of_event(*, event: Event) -> list[HostLine]:
    """Return who holds an event, by role; nothing where the centre does alone."""
    return [line for source in event_hosts for line in source(event)]


@register.simple_tag
def notes_for_applicants(*, event: Event) -> Iterable[str]:
    """Return what an applicant has to know before sending."""
    return [words for source in event_notes for words in source(event)]
