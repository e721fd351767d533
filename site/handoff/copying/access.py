from django.db.models import QuerySet
from django.http import Http404

from handoff.actors import KEEPING, Actor
from handoff.models import AgencyCopy


def agencies_for(actor: Actor) -> QuerySet[AgencyCopy]:
    """Return the copies of agencies that this actor looks after: all for who leads the centre, else none."""
    return AgencyCopy.objects.all() if actor.centre_roles & KEEPING else AgencyCopy.objects.none()


def agency_for(actor: Actor, agency_id: int) -> AgencyCopy:
    """Return one copy to be changed, locked. Raises Http404."""
    found = agencies_for(actor).select_for_update().filter(pk=agency_id).first()
    if found is None:
        raise Http404
    return found
