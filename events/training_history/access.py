"""Whose history who may read: the desk everybody's, an agency that of its own people."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Agency
from events.enums import EVENT_DESK_ROLES
from events.registries import KnownLearner, learner_sources

history_desk = Door(EVENT_DESK_ROLES)


def learner_at_the_desk(source: str, key: int) -> KnownLearner:
    """Return a learner by the key of a source, so that no name stands in an address.

    Raises Http404, also for somebody whose name nobody knows.
    """
    known = dict(learner_sources.items()).get(source)
    found = known.by_key(key) if known else None
    if found is None or not found.learner.is_somebody:
        raise Http404
    return found


def agency_at_the_desk(public_id: str) -> Agency:
    """Return an agency for the desk. Raises Http404."""
    return get_object_or_404(Agency, public_id=public_id)
