"""Events for the search over everything the public may read."""

from django.db.models import Max
from django.utils import timezone

from content.search import SearchHit
from foundation.japanese.text import fold

from .letters import full_title
from .models import Event

KIND = "研修・行事"


def event_hits(query_folded: str, limit: int) -> list[SearchHit]:
    """Return public events that hold every word in title, summary or audience, the latest date first.

    A centre holds some dozen events a year, so they are read and folded here rather than stored folded.
    """
    words = query_folded.split()
    events = Event.objects.readable().annotate(day=Max("sessions__starts_at")).order_by("-day", "-id")
    hits = []
    for event in events.defer("description").iterator():
        text = fold(f"{event.title} {event.subtitle} {event.summary} {event.audience_text}")
        if all(word in text for word in words):
            day = timezone.localdate(event.day) if event.day else None
            hits.append(SearchHit(KIND, full_title(event), event.get_absolute_url(), event.summary, day))
            if len(hits) == limit:
                break
    return hits
