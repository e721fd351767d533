"""In whose name a partner acts: the one door from an account to its agency."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Visitor
from accounts.models import User
from content.desk import FORM_METHODS, Door

from .enums import AGENCY_DESK_ROLES, STAFF_DESK_ROLES, MembershipRole
from .models import Membership
from .queries import acting_memberships

ACTING_KEY = "acting_agency"
# In a form, the number of the agency for which it was opened.
SPEAKS_FOR = "speaks_for"
# Who keeps agencies and their people, and who invites colleagues of the centre.
agency_desk = Door(AGENCY_DESK_ROLES)
staff_desk = Door(STAFF_DESK_ROLES)


def acting_membership(request: HttpRequest, *, today: date) -> Membership | None:
    """Return the membership this session acts in: of the chosen agency while it holds, else the oldest."""
    memberships = memberships_to_choose(request.user, today=today)
    chosen = request.session.get(ACTING_KEY)
    return next((each for each in memberships if each.agency_id == chosen), next(iter(memberships), None))


def speaking_membership(request: HttpRequest, *, today: date) -> Membership | None:
    """Return the membership in which a form speaks: of the agency for which it was opened.

    The session may act for another one by now, chosen in another window; it follows the form. A form of an
    agency for which this person does not act any more speaks for nobody.
    """
    number = request.POST.get(SPEAKS_FOR, "")
    if not number:
        return acting_membership(request, today=today)
    memberships = memberships_to_choose(request.user, today=today)
    found = next((each for each in memberships if each.agency.public_id == number), None)
    if found is not None:
        act_for(request, found)
    return found


def memberships_to_choose(visitor: Visitor, *, today: date) -> list[Membership]:
    """Return the memberships in whose name this visitor may act on a day; strangers have none."""
    return acting_memberships(visitor, today=today) if isinstance(visitor, User) else []


def act_for(request: HttpRequest, membership: Membership) -> None:
    """Let this session act for this membership's agency from now on."""
    request.session[ACTING_KEY] = membership.agency_id


type View = Callable[..., HttpResponse]


def as_partner(*roles: MembershipRole) -> Callable[[View], View]:
    """Open a view to partners, of some roles if any are named; it gets the membership they act in.

    Strangers sign in; whoever acts for no agency, or not in such a role, finds nothing there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            membership = speaking_membership(request, today=timezone.localdate())
            if membership is None or (roles and membership.role not in roles):
                raise Http404
            return view(request, membership, *args, **kwargs)

        opened: View = never_cache(login_required(require_http_methods(FORM_METHODS)(guarded)))
        return opened

    return decorate
