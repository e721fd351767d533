"""The door to the day's screens, and what stands behind it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from events import desk_queries
from events.enums import EVENT_DESK_ROLES
from events.models import Application, Session

from .queries import application_of_code

day_desk = Door(EVENT_DESK_ROLES)


def session_at_the_desk(pk: int) -> Session:
    """Return a date with its event. Raises Http404."""
    return get_object_or_404(desk_queries.sessions(), pk=pk)


def application_at_the_door(public_id: str) -> Application:
    """Return the application whose code was held up. Raises Http404."""
    found = application_of_code(public_id)
    if found is None:
        raise Http404
    return found
