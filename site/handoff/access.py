"""The doors of the private area: everything is closed unless an enrolment of today opens it."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.access import Visitor
from accounts.enums import PrivateRole
from accounts.models import User

from .enums import ENROLLING_ROLES
from .models import Enrolment, EnrolmentQuerySet

type View = Callable[..., HttpResponse]

# Views that are not ours, or that people need before they are in. Whoever is signed in without an
# enrolment is signed out before any of them (`middleware.EnrolmentMiddleware`).
OPEN_VIEWS = frozenset(
    {
        "healthz",
        "readyz",
        "home",
        "accounts:account",
        "accounts:enter_code",
        "accounts:accept_invitation",
        "accounts:open_invitation",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "usersessions_list",
    }
)


class ThresholdRequest(HttpRequest):
    """A request after `EnrolmentMiddleware`: with the enrolments of today, none for strangers."""

    enrolments: tuple[Enrolment, ...]


class EnrolledRequest(ThresholdRequest):
    """A request that a policy let in: somebody is signed in and enrolled."""

    user: User


def current_enrolments(user: Visitor, *, now: datetime) -> EnrolmentQuerySet:
    """Return the enrolments that open this door to an account at this moment, the newest first."""
    if not user.is_authenticated:
        return Enrolment.objects.none()
    standing = Enrolment.objects.filter(person__user=user).valid(today=timezone.localdate(now))
    return standing.select_related("agency", "person").order_by("-id")


def enrolments_for(request: ThresholdRequest) -> EnrolmentQuerySet:
    """Return the enrolments that this request may see: all for those who enrol others, else none."""
    everything = Enrolment.objects.select_related("person", "agency", "invited_by", "approved_by")
    return everything if ENROLLING_ROLES & roles_of(request) else everything.none()


def roles_of(request: ThresholdRequest) -> frozenset[str]:
    """Return the roles that this request's enrolments give; groups alone give nothing at this door."""
    return frozenset(enrolment.role for enrolment in request.enrolments)


def policy(*, open_to: Collection[PrivateRole]) -> Callable[[View], View]:
    """Declare to whom a view is open: strangers are asked to sign in, everybody else finds nothing there.

    A view of this door that declares nothing answers 404 and fails `manage.py check`.
    """
    roles = frozenset(open_to)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: ThresholdRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not roles & roles_of(request):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.open_to = roles  # type: ignore[attr-defined]  # -- read by `is_declared` and by the policy table
        return guarded

    return decorate


def is_declared(name: str, view: View) -> bool:
    """Return whether this view says who may enter, or is listed as open."""
    return name in OPEN_VIEWS or hasattr(view, "open_to")
