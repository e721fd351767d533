"""Who may read what of a co-hosted event; everybody else gets the same 404."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Membership
from events.enums import EVENT_DESK_ROLES, EventState

from .models import Host

hosts_desk = Door(EVENT_DESK_ROLES)


def host_at_the_desk(pk: int) -> Host:
    """Return a host for the desk. Raises Http404."""
    return get_object_or_404(Host.objects.select_related("event", "agency"), pk=pk)


def own_hosts(membership: Membership) -> QuerySet[Host]:
    """Return where this member's agency carries an event out; drafts are the centre's alone."""
    hosts = Host.objects.carrying().filter(agency=membership.agency)
    return hosts.exclude(event__state=EventState.DRAFT)


def own_host(membership: Membership, slug: str) -> Host:
    """Return this member's agency as a host of an event. Raises Http404."""
    found = own_hosts(membership).select_related("event", "agency").filter(event__slug=slug).first()
    if found is None:
        raise Http404
    return found
