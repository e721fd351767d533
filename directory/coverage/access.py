"""The doors of these registers, and whose municipality a partner speaks for."""

from datetime import date

from django.http import Http404, HttpRequest

from content.desk import Door
from directory.access import speaking_membership
from directory.models import Agency, Membership

from .enums import PARTNER_READERS, REGISTER_ROLES

registers_desk = Door(REGISTER_ROLES)
partner_door = Door(PARTNER_READERS)
# A unit of the municipality itself: whoever works there writes its row.
OWN_KIND = "municipality"


def own_municipality(request: HttpRequest, *, today: date) -> Membership:
    """Return the membership in a municipality's own agency that this session acts in. Raises Http404."""
    membership = speaking_membership(request, today=today)
    if membership is None or not speaks_for_a_municipality(membership):
        raise Http404
    return membership


def speaks_for_a_municipality(membership: Membership) -> bool:
    """Return whether this membership is in a municipality's own agency."""
    return is_a_municipality(membership.agency)


def is_a_municipality(agency: Agency) -> bool:
    """Return whether this agency is a municipality's own."""
    return agency.kind_id == OWN_KIND and agency.municipality_id is not None
