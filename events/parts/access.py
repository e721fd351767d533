"""The door to the parts of an event's dates, and what stands behind it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from events import desk_queries
from events.enums import EVENT_DESK_ROLES
from events.models import Part, Session
from events.series import parts_of

parts_desk = Door(EVENT_DESK_ROLES)


def session_at_the_desk(pk: int) -> Session:
    """Return a date with its event. Raises Http404."""
    return get_object_or_404(desk_queries.sessions(), pk=pk)


def part_at_the_desk(pk: int) -> Part:
    """Return a part with its date and event. Raises Http404."""
    part = get_object_or_404(Part.objects.only("session"), pk=pk)
    session = session_at_the_desk(part.session_id)
    found = next((each for each in parts_of(session) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found
