"""Events for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from django.utils import timezone
from wagtail.rich_text import get_text_for_indexing

from content.search import SearchDocument

from .enums import EventState
from .letters import full_title
from .models import Event

SOURCE = "events"
KIND = "研修・行事"


def event_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield public events, under the day of their last session."""
    events = Event.objects.readable().prefetch_related("sessions").order_by("id")
    if keys is not None:
        events = events.filter(pk__in=keys)
    for event in events:
        sessions = event.sessions.all()
        starts = [session.starts_at for session in sessions]
        yield SearchDocument(
            key=str(event.pk),
            kind=KIND,
            title=f"【中止】{full_title(event)}"
            if event.state == EventState.CANCELLED
            else full_title(event),
            url=event.get_absolute_url(),
            summary=event.summary,
            texts=[
                event.subtitle,
                event.get_kind_display(),
                event.audience_text,
                *dict.fromkeys(f"{session.venue} {session.venue_address}" for session in sessions),
                get_text_for_indexing(event.description),
            ],
            day=timezone.localdate(max(starts)) if starts else None,
        )
