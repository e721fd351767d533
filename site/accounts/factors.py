"""Second factors of an account, and what one session has shown of them."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from .access import Visitor, has_role
from .enums import SECOND_FACTOR_ROLES
from .rules import Owed, owed_factor


def listen() -> None:
    """Connect to allauth's signal; it is a library's, not one between our apps."""
    authenticator_added.connect(remember_registration, dispatch_uid="accounts.remember_registration")


def remember_registration(
    sender: Any,  # noqa: ARG001 -- the signal's signature
    request: HttpRequest,
    user: Visitor,
    authenticator: Authenticator,
    **extra: Any,  # noqa: ARG001 -- the signal's signature
) -> None:
    """Note in the session that has just registered a factor that it holds it; no other session does."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def factors_of(user: Visitor) -> dict[int, str]:
    """Return the account's factors, recovery codes among them, id to type."""
    return dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))


def shown_factors(user: Visitor) -> list[Any]:
    """Return the account's factors as allauth shows them, the oldest first."""
    return [each.wrap() for each in Authenticator.objects.filter(user_id=user.pk).order_by("created_at")]


def open_sessions(user: Visitor) -> int:
    """Return in how many browsers the account is open; forgets those that are over."""
    return len(UserSession.objects.purge_and_list(user))


def demands_factor(user: Visitor) -> bool:
    """Return whether this account may do nothing without a second factor."""
    return settings.MFA_REQUIRED_FOR_EVERYBODY or has_role(user, SECOND_FACTOR_ROLES)


def owed_by(request: HttpRequest, factors: dict[int, str]) -> Owed:
    """Return what this very session owes; the account's having a factor is not enough."""
    records = get_authentication_records(request, request.user)
    return owed_factor(demanded=demands_factor(request.user), factors=factors, records=records)
