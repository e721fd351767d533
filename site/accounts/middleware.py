"""Two promises about sessions: they end in time, and each has shown the second factor that it owes."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .factors import factors_and_trust, owed_by
from .rules import Owed, SessionLimits, why_session_ends

type Handler = Callable[[HttpRequest], HttpResponse]

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# A session is written at most once a minute for being looked at.
SEEN_EVERY_SECONDS = 60

# Views by name that a session may reach while it still owes a second factor.
OPEN_TO_ALL = frozenset(
    {
        "healthz",
        "readyz",
        "account_login",
        "account_logout",
        "accounts:enter_code",
        "accounts:open_invitation",
        "accounts:accept_invitation",
    }
)
WHERE_FACTORS_ARE_REGISTERED = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
)
WHERE_FACTORS_ARE_SHOWN = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class SessionLimitsMiddleware:
    """End a session after its idle time, and after its full time however busy it is."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            self.watch(request, int(time.time()))
        return self.get_response(request)

    def watch(self, request: HttpRequest, now: int) -> None:
        began = request.session.setdefault(SIGNED_IN_AT, now)
        seen = request.session.setdefault(SEEN_AT, now)
        limits = SessionLimits(idle=settings.SESSION_IDLE_SECONDS, longest=settings.SESSION_COOKIE_AGE)
        reason = why_session_ends(began=began, seen=seen, now=now, limits=limits)
        if reason:
            logout(request)
            messages.info(request, reason)
        elif now - seen >= SEEN_EVERY_SECONDS:
            request.session[SEEN_AT] = now


class SecondFactorMiddleware:
    """Keep a session out of every view until it has registered or shown the second factor that it owes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 -- Django's signature
        args: tuple[Any, ...],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse | None:
        """Redirect to where the factor is registered or shown, unless the view is open to such sessions."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_TO_ALL or not request.user.is_authenticated:
            return None
        factors, is_trusted = factors_and_trust(request.user)
        owed = owed_by(request, factors, is_trusted=is_trusted)
        # Read by frames: a menu that leads nowhere yet is not shown.
        request.owes_factor = owed is not Owed.NOTHING  # type: ignore[attr-defined]  # -- for templates
        match owed:
            case Owed.REGISTER if name not in WHERE_FACTORS_ARE_REGISTERED:
                messages.warning(request, "はじめに、2つ目の確認（パスキーか認証アプリ）を登録してください。")
                return redirect("mfa_index")
            case Owed.SHOW if name not in WHERE_FACTORS_ARE_SHOWN:
                return redirect(where_to_show(request, factors))
        return None


def where_to_show(request: HttpRequest, factors: dict[int, str]) -> str:
    """Return the address that asks for a factor the account has, and leads back here afterwards."""
    has_passkey = Authenticator.Type.WEBAUTHN in factors.values()
    name = "mfa_reauthenticate_webauthn" if has_passkey else "mfa_reauthenticate"
    back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    return f"{reverse(name)}?{urlencode({'next': back})}"
