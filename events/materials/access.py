"""Who may open which material: people with a seat and their agency; everybody else gets the same 404."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor
from content.desk import Door
from directory.models import Membership
from events.access import unread_events
from events.enums import EVENT_DESK_ROLES, Audience
from events.models import Event, Participant
from events.participant_links import participants

from .models import Material

materials_desk = Door(EVENT_DESK_ROLES)


def material_at_the_desk(pk: int) -> Material:
    """Return a material for the desk, also one that is open no more. Raises Http404."""
    return get_object_or_404(Material.objects.select_related("event"), pk=pk)


def materials_of(event: Event) -> QuerySet[Material]:
    """Return all materials of an event, for the desk."""
    return Material.objects.filter(event=event).order_by("id")


def materials_for(participant: Participant, *, today: date) -> QuerySet[Material]:
    """Return what this participant may open today."""
    return _open(today).filter(event=participant.session.event_id)


def materials_of_agency(membership: Membership, visitor: Visitor, *, today: date) -> QuerySet[Material]:
    """Return what a visitor may open today for their agency: of events in which it has or had a seat.

    Of one for invited people, whoever reads it today.
    """
    theirs = participants().filter(application__agency=membership.agency).values("session__event")
    found = _open(today).filter(event__in=theirs).select_related("event").order_by("-event", "id")
    for_invited = found.filter(event__audience=Audience.INVITED).order_by().values_list("event", flat=True)
    return found.exclude(event__in=unread_events(visitor, for_invited))


def the_one(materials: QuerySet[Material], pk: int, name: str) -> Material:
    """Return one of these by id and name. Raises Http404."""
    found = materials.filter(pk=pk).first()
    if found is None or found.file_name != name:
        raise Http404
    return found


def _open(today: date) -> QuerySet[Material]:
    return Material.objects.filter(open_until__gte=today).order_by("id")
