"""Who is who: the only place that asks an account for its roles."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from .enums import CENTRE_ROLES
from .models import User

type Visitor = User | AnonymousUser


def has_role(user: Visitor, roles: Collection[str]) -> bool:
    """Return whether this account is active and holds at least one of the roles."""
    return isinstance(user, User) and user.is_active and bool(user.role_names & frozenset(roles))


def is_centre_staff(user: Visitor) -> bool:
    """Return whether this account belongs to somebody who works in the centre's back-office."""
    return has_role(user, CENTRE_ROLES)


def for_roles(roles: Collection[str]) -> Callable[..., Any]:
    """Open a view to these roles only: strangers are asked to sign in, everybody else finds nothing there."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_role(request.user, roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
