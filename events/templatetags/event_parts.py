"""What rooms say of an event where the core shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils import timezone

from events.access import who_is_expected
from events.letters import part_when
from events.models import Event, Session
from events.registries import HostLine, event_hosts, event_notes
from events.series import parts_of

register = template.Library()


@dataclass(frozen=True)
class PartRow:
    """One part of a series as pages show it; `off` says that it is called off or put off."""

    label: str
    when: str
    title: str
    venue: str
    venue_address: str
    off: str
    reason: str


@register.simple_tag
def parts_of_date(*, session: Session) -> list[PartRow]:
    """Return the parts of a series, nothing of a single meeting."""
    return [
        PartRow(
            f"第{part.number}回",
            part_when(part),
            part.title,
            part.venue,
            part.venue_address,
            "" if part.takes_place else part.get_state_display(),
            part.reason,
        )
        for part in parts_of(session)
    ]


@register.simple_tag
def presence_is_told(*, session: Session) -> bool:
    """Return whether people tell that they come, being expected by name, instead of applying for seats."""
    return who_is_expected(session, None) is not None


@register.simple_tag
def hosts_of_event(*, event: Event) -> list[HostLine]:
    """Return who holds an event, by role; nothing where the centre does alone."""
    return [line for source in event_hosts for line in source(event)]


@register.simple_tag
def notes_for_applicants(*, event: Event) -> Iterable[str]:
    """Return what an applicant has to know before sending."""
    now = timezone.now()  # a page is made of this, as by a view
    return [words for source in event_notes for words in source(event, now)]
