"""Security headers on every answer, errors and redirects too."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP, build_policy
from django.utils.http import url_has_allowed_host_and_scheme

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# Wagtail's editor needs inline scripts and styles; nothing else does.
ADMIN_PREFIX = "/cms/"


class SecurityHeadersMiddleware:
    """Set the content security policy by path, without a nonce, so that whole pages can be cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy(settings.SECURE_CSP)
        self.admin_policy = build_policy(getattr(settings, "ADMIN_CSP", settings.SECURE_CSP))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path.startswith(ADMIN_PREFIX)
        response.headers.setdefault(str(CSP.HEADER_ENFORCE), self.admin_policy if in_admin else self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if in_admin:
            # The editor shows its own preview in a frame.
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # What a signed-in person sees belongs to nobody else, and is asked for anew after signing out.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def own_address(request: HttpRequest, wanted: str, *, otherwise: str) -> str:
    """Return the wanted address if it is one of this door, else the other one."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else otherwise
