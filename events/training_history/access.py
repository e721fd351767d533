"""Whose history who may read: the desk everybody's, an agency that of its own people."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Agency
from events.enums import EVENT_DESK_ROLES
from events.models import Participant

history_desk = Door(EVENT_DESK_ROLES)


def participant_at_the_desk(pk: int) -> Participant:
    """Return somebody who took part, by whom a learner is found without a name in the address.

    Raises Http404, also for somebody whose name nobody knows.
    """
    people = Participant.objects.select_related("application", "person")
    found = get_object_or_404(people, pk=pk)
    if not found.name:
        raise Http404
    return found


def agency_at_the_desk(public_id: str) -> Agency:
    """Return an agency for the desk. Raises Http404."""
    return get_object_or_404(Agency, public_id=public_id)
