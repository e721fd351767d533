"""In whose name a partner acts: the one door from an account to its agency."""

from django.http import HttpRequest
from django.utils import timezone

from accounts.access import Visitor
from accounts.models import User
from content.desk import Door

from .enums import AGENCY_DESK_ROLES, STAFF_DESK_ROLES
from .models import Membership
from .queries import acting_memberships

ACTING_KEY = "acting_agency"
# Who keeps agencies and their people, and who invites colleagues of the centre.
agency_desk = Door(AGENCY_DESK_ROLES)
staff_desk = Door(STAFF_DESK_ROLES)


def acting_membership(request: HttpRequest) -> Membership | None:
    """Return the membership this session acts in: of the chosen agency while it holds, else the oldest."""
    memberships = memberships_to_choose(request.user)
    chosen = request.session.get(ACTING_KEY)
    return next((each for each in memberships if each.agency_id == chosen), next(iter(memberships), None))


def memberships_to_choose(visitor: Visitor) -> list[Membership]:
    """Return the memberships in whose name this visitor may act now; strangers have none."""
    return acting_memberships(visitor, today=timezone.localdate()) if isinstance(visitor, User) else []


def act_for(request: HttpRequest, membership: Membership) -> None:
    """Let this session act for this membership's agency from now on."""
    request.session[ACTING_KEY] = membership.agency_id
