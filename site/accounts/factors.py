"""Second factors of an account, and what one session has shown of them."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_reset
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import CharField, Value
from django.http import HttpRequest

from .access import Visitor, has_role
from .enums import SECOND_FACTOR_ROLES
from .models import User
from .registries import factor_sources
from .rules import Owed, owed_factor

# Marks what is no factor among the rows of one query.
TRUST = "trust"


def listen() -> None:
    """Connect to allauth's signals; they are a library's, not ones between our apps."""
    authenticator_added.connect(remember_registration, dispatch_uid="accounts.remember_registration")
    authenticator_reset.connect(remember_new_codes, dispatch_uid="accounts.remember_new_codes")


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


def remember_new_codes(
    sender: Any,  # noqa: ARG001 -- the signal's signature
    request: HttpRequest,
    user: Visitor,
    authenticator: Authenticator,
    **extra: Any,  # noqa: ARG001 -- the signal's signature
) -> None:
    """Let the session that has replaced its codes go on; those that the old codes opened are over."""
    kinds = {record.get("type") for record in get_authentication_records(request, user)}
    if authenticator.type in kinds:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def shown_factors(user: Visitor) -> list[Any]:
    """Return the account's factors as allauth shows them, the oldest first."""
    return [each.wrap() for each in Authenticator.objects.filter(user_id=user.pk).order_by("created_at")]


def open_sessions(user: Visitor) -> int:
    """Return in how many browsers the account is open; forgets those that are over."""
    return len(UserSession.objects.purge_and_list(user))


def factors_and_trust(user: Visitor) -> tuple[dict[int, str], bool]:
    """Return the account's factors, id to type, and whether they are entrusted with what asks for one.

    One query for both, so that no page asks more for what upper apps say (`factor_sources`).
    """
    own = Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type")
    marked = Value(TRUST, output_field=CharField())
    trusts = [
        source(user.person_id).order_by().values_list("pk", marked)
        for source in factor_sources
        if isinstance(user, User)
    ]
    rows = list(own.order_by().union(*trusts, all=True) if trusts else own)
    factors = {pk: kind for pk, kind in rows if kind != TRUST}
    return factors, any(kind == TRUST for _, kind in rows)


def demands_factor(user: Visitor) -> bool:
    """Return whether this account may do nothing without a second factor, for its roles."""
    return settings.MFA_REQUIRED_FOR_EVERYBODY or has_role(user, SECOND_FACTOR_ROLES)


def must_show_factor(user: User) -> bool:
    """Return whether this account owes a second factor: for roles, for a trust or by its own choice."""
    factors, is_trusted = factors_and_trust(user)
    demanded = is_trusted or demands_factor(user)
    return owed_factor(demanded=demanded, factors=factors, records=()) is not Owed.NOTHING


def owed_by(request: HttpRequest, factors: dict[int, str], *, is_trusted: bool) -> Owed:
    """Return what this very session owes; the account's having a factor is not enough."""
    records = get_authentication_records(request, request.user)
    demanded = is_trusted or demands_factor(request.user)
    return owed_factor(demanded=demanded, factors=factors, records=records)


def showed_lately(request: HttpRequest, *, seconds: int) -> bool:
    """Return whether this session has shown a password or a factor within so many seconds."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - max(record["at"] for record in records) < seconds
