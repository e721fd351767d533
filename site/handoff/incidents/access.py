"""Which incidents somebody sees: who handles them all, who reported one just that."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from handoff.actors import KEEPING, Actor
from handoff.enums import CENTRE_ROLES

from .models import Incident, Lesson


def handles(actor: Actor) -> bool:
    """Return whether this actor judges, reports and closes; the deputy too, for when the lead is ill."""
    return bool(actor.centre_roles & KEEPING)


def incidents_for(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents that this actor may know of."""
    if actor.is_clock or handles(actor):
        return Incident.objects.all()
    return Incident.objects.filter(reporter=actor.person_id)


def incident_for(actor: Actor, incident_id: UUID) -> Incident:
    """Return an incident that this actor may know of. Raises Http404 for others, as for none at all."""
    rows = incidents_for(actor).select_related("reporter", "reporter_agency", "assessed_by__person")
    found = rows.filter(pk=incident_id).first()
    if found is None:
        raise Http404
    return found


def handled_incident(actor: Actor, incident_id: UUID, *, is_locked: bool = False) -> Incident:
    """Return an incident for somebody who handles it, locked where it will be changed. Raises Http404."""
    if not handles(actor):
        raise Http404
    found = incident_for(actor, incident_id)
    if is_locked:
        found = Incident.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return found


def lessons_for(actor: Actor) -> QuerySet[Lesson]:
    """Return what was learnt, for everybody who works at the centre."""
    return Lesson.objects.all() if actor.centre_roles & CENTRE_ROLES else Lesson.objects.none()
