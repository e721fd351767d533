"""Who may read which event: absent and forbidden are the same 404."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, has_role
from content.desk import Door
from directory.models import Membership

from .enums import EVENT_DESK_ROLES, ApplicationState, Audience, EventState
from .models import Application, Attachment, Event, Session

event_desk = Door(EVENT_DESK_ROLES)


def event_at_the_desk(pk: int) -> Event:
    """Return an event for the desk and the rooms' screens there, whatever its state. Raises Http404."""
    return get_object_or_404(Event, pk=pk)


def readable_event(slug: str, visitor: Visitor) -> Event:
    """Return an event that the public may read; staff who run events see drafts and those for invited people.

    Raises Http404 for everybody else.
    """
    event = Event.objects.readable().filter(slug=slug).first()
    if event is None and has_role(visitor, EVENT_DESK_ROLES):
        event = Event.objects.filter(slug=slug).first()
    if event is None:
        raise Http404
    return event


def drawn_session(slug: str, session_id: int, visitor: Visitor) -> Session:
    """Return a session whose lots were drawn, of an event that this visitor may read. Raises Http404."""
    event = readable_event(slug, visitor)
    session = event.sessions.exclude(draw_seed="").filter(pk=session_id).first()
    if session is None:
        raise Http404
    session.event = event
    return session


def is_for_everybody(event: Event) -> bool:
    """Return whether anybody may read this event, so that caches may keep what is made of it."""
    return event.state != EventState.DRAFT and event.audience != Audience.INVITED


def readable_attachment(pk: int, name: str, visitor: Visitor) -> Attachment:
    """Return a file of an event that this visitor may read. Raises Http404."""
    attachment = Attachment.objects.select_related("event").filter(pk=pk).first()
    if attachment is None or attachment.file_name != name:
        raise Http404
    readable_event(attachment.event.slug, visitor)
    return attachment


def applications_of(membership: Membership) -> QuerySet[Application]:
    """Return the applications of the agency in whose name this member acts, and of no other."""
    return Application.objects.filter(agency=membership.agency)


def held_application(membership: Membership, pk: int) -> Application:
    """Return an application that waits for the manager of this member's agency. Raises Http404."""
    return get_object_or_404(applications_of(membership).filter(state=ApplicationState.HELD), pk=pk)
