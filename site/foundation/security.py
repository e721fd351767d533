"""Security headers on every answer, errors and redirects too."""

import logging
import re
from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP, build_policy
from django.utils.http import url_has_allowed_host_and_scheme

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# Wagtail's editor needs inline scripts and styles; nothing else does.
ADMIN_PREFIX = "/cms/"


# A form without files is far below; a signed-in person may send files.
MOST_BYTES_OF_A_STRANGER = 1024 * 1024
MOST_BYTES = 110 * 1024 * 1024
# Whoever holds a link may send one file of 10 MB where one is asked for, without signing in.
MOST_BYTES_BY_LINK = 11 * 1024 * 1024
TOO_LARGE_BY_LINK = (
    "ファイルが大きすぎて、受け取れません。10MBまでです。前の画面にもどって、小さくしたものを送ってください。"
)
TOO_LARGE = "送られたものが大きすぎて、受け取れません。ファイルは20MBまでです。分けて送ってください。"
TOO_LARGE_THERE = (
    "送られたものが大きすぎて、受け取れません。前の画面にもどって、小さくしたものを送ってください。"
)
# Whoever reads such an address in a log could open what lies behind it: the one that comes after such words,
# and whatever ends in a signature; and the number of a certificate, which shows whose it is.
KEYS = re.compile(
    r"(/(?:entry|turn|applications|participants|calendars|lectures/requests|notices/stop|contact/form/done"
    r"|news/mail/(?:confirm|stop|refuse)|watch/(?:card|me)|groups/join|videos/files|videos/[^/\s]+/talk/done|accounts/invitations"
    r"|accounts/password/reset/key)/)[^/\s?\"']{8,}"
    r"|(/)[^/\s?\"']+(?::|%3[Aa])[\w-]{20,}"
    r"|(/certificates/check/\?(?:[^\s\"']*&)?number=)[^&\s\"']+"
)


class BodyLimitMiddleware:
    """Refuse what is too large before anything of it is read or written to the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        # Sessions are looked up for large bodies alone.
        is_signed_in = size > MOST_BYTES_OF_A_STRANGER and has_signed_in(request)
        most, words = self._most(request, is_signed_in=is_signed_in)
        if size > most:
            return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)

    def _most(self, request: HttpRequest, *, is_signed_in: bool) -> tuple[int, str]:
        """Return how much may come, and what is said of more."""
        if is_signed_in:
            large = getattr(settings, "LARGE_BODIES", {}).get(request.path)
            return (large, TOO_LARGE_THERE) if large else (MOST_BYTES, TOO_LARGE)
        by_link = getattr(settings, "FILES_BY_LINK", "")
        if by_link and re.fullmatch(by_link, request.path):
            return MOST_BYTES_BY_LINK, TOO_LARGE_BY_LINK
        return MOST_BYTES_OF_A_STRANGER, TOO_LARGE


def has_signed_in(request: HttpRequest) -> bool:
    """Return whether the cookie of a request belongs to a session in which somebody signed in."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return SESSION_KEY in store


def without_keys(text: str) -> str:
    """Return a text with addresses that are keys shortened."""
    return KEYS.sub(lambda found: f"{found[1] or found[2] or found[3]}…", text)


class NoKeysInLogs(logging.Filter):
    """Shortens addresses that are keys, wherever in the line or in what was raised they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        quiet = without_keys(said)
        if quiet != said:
            record.msg, record.args = quiet, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_keys(logging.Formatter().formatException(record.exc_info))
        return True


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
    """Return the wanted path if it leads to a place at this door, else the other one."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else otherwise
