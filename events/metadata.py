"""What machines read of an event's page: schema.org's words for each of its dates."""

from collections.abc import Sequence

from content.structured_data import CONTEXT, Data
from foundation.centre.queries import Centre

from .enums import DateState, Way
from .letters import full_title
from .models import Event, Session
from .queries import state_of

STATUS = {
    DateState.CANCELLED.value: "EventCancelled",
    DateState.POSTPONED.value: "EventPostponed",
}
ATTENDANCE = {
    frozenset({Way.VENUE}): "OfflineEventAttendanceMode",
    frozenset({Way.ONLINE}): "OnlineEventAttendanceMode",
    frozenset({Way.VENUE, Way.ONLINE}): "MixedEventAttendanceMode",
}


def event_data(event: Event, sessions: Sequence[Session], *, centre: Centre, address: str) -> list[Data]:
    """Return one schema.org Event per date; `address` is this door's scheme and host.

    The online address is for confirmed people only and never stands here.
    """
    return [_session_data(event, session, centre, address) for session in sessions]


def _session_data(event: Event, session: Session, centre: Centre, address: str) -> Data:
    url = address + event.get_absolute_url()
    places: list[Data] = []
    if Way.VENUE in session.ways:
        places.append({"@type": "Place", "name": session.venue, "address": session.venue_address})
    if Way.ONLINE in session.ways:
        places.append({"@type": "VirtualLocation", "url": url})
    return {
        "@context": CONTEXT,
        "@type": "Event",
        "name": full_title(event),
        "description": event.summary,
        "startDate": session.starts_at.isoformat(),
        "endDate": session.ends_at.isoformat(),
        "eventStatus": f"{CONTEXT}/{STATUS.get(state_of(session), 'EventScheduled')}",
        "eventAttendanceMode": f"{CONTEXT}/{ATTENDANCE[frozenset(session.ways)]}",
        "location": places,
        "organizer": {"@type": "Organization", "name": centre.name, "url": f"{address}/"},
        "url": url,
    }
