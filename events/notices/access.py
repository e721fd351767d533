"""The desk's door, and its records. Absent and forbidden are the same 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Agency
from events.enums import EVENT_DESK_ROLES
from events.links import LinkNotUsable
from events.models import Event

from . import links, queries
from .models import ListRule, Notice, Refusal

notices_desk = Door(EVENT_DESK_ROLES)


def notice_at_the_desk(pk: int) -> Notice:
    """Return a notice. Raises Http404."""
    return get_object_or_404(queries.notices(), pk=pk)


def list_at_the_desk(pk: int) -> ListRule:
    """Return a saved list. Raises Http404."""
    return get_object_or_404(queries.list_rules(), pk=pk)


def refusal_at_the_desk(pk: int) -> Refusal:
    """Return that an agency wants no notices. Raises Http404."""
    return get_object_or_404(queries.refusals(), pk=pk)


def event_with_reminders(pk: int) -> Event:
    """Return an event with its plan of reminders. Raises Http404."""
    return get_object_or_404(Event.objects.select_related("reminder_plan"), pk=pk)


def agency_that_stops(token: str) -> Agency:
    """Return the agency of a signed token. Raises Http404 for a forged one."""
    try:
        return links.stopped_in(token)
    except LinkNotUsable as error:
        raise Http404 from error
