"""The pages that open the demo world to whoever sits at this machine; elsewhere they do not exist."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from foundation.demo import Member
from foundation.mail.queries import mails_on_their_way
from portal.settings.doors import THIS_MACHINE

from .mailbox import SentMail, sent_mails
from .people import CAST, cast_of
from .tries import TRIES

# A mail's HTML is shown as a mail program shows it: its own styles, nothing else.
MAIL_CSP = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def for_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view in the demo only, under a name of this machine and to a reader who sits at it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_here = settings.HOST in THIS_MACHINE and request.META["REMOTE_ADDR"] in THIS_MACHINE
        if not (settings.DEMO and is_here):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(guarded))


@for_demo
def guide(request: HttpRequest) -> HttpResponse:
    """Show a login per role with the code that holds now, things to try and the way to the mails."""
    now = time.time()
    urls = {"public": settings.OWN_URL, "private": settings.OTHER_DOOR_URL}
    context = {
        "page_title": "見本の案内",
        "breadcrumb_items": [("ホーム", "/"), ("見本の案内", "")],
        "doors": [
            ("ポータル", urls["public"], _logins("public", now)),
            ("引継ぎの部屋", urls["private"], _logins("private", now)),
        ],
        "seconds_left": int(TOTP_PERIOD - now % TOTP_PERIOD),
        "tries": [(each, f"{urls[each.door]}{each.path}") for each in TRIES],
    }
    return render(request, "demo/guide.html", context)


def _logins(door: str, now: float) -> list[tuple[Member, str]]:
    return [(member, code_of(member, now)) for member in cast_of(door)]


def code_of(member: Member, now: float) -> str:
    """Return the six figures that an authenticator app would show at this time (seconds since 1970)."""
    return str(format_hotp_value(hotp_value(member.totp_secret, int(now) // TOTP_PERIOD)))


@for_demo
def logins(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """Give every login to programs."""
    urls = {"public": settings.OWN_URL, "private": settings.OTHER_DOOR_URL}
    return JsonResponse(
        [
            {
                "role": member.key,
                "roles": member.roles,
                "name": member.name,
                "door": member.door,
                "url": f"{urls[member.door]}/accounts/login/",
                "email": member.email,
                "password": member.password,
                "totp_secret": member.totp_secret,
            }
            for member in CAST
        ],
        safe=False,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@for_demo
def mails(request: HttpRequest) -> HttpResponse:
    """List what was sent, the newest first, and before it what waits or could not be sent."""
    context = {
        "page_title": "送ったメール",
        "breadcrumb_items": [("ホーム", "/"), ("見本の案内", "/demo/"), ("送ったメール", "")],
        "waiting": mails_on_their_way(),
        "mails": sent_mails(settings.VAR / "mail"),
    }
    return render(request, "demo/mails.html", context)


@for_demo
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail: its text, its HTML in a frame that may do nothing, its calendar part."""
    found = _find(key)
    context = {
        "page_title": found.subject,
        "breadcrumb_items": [
            ("ホーム", "/"),
            ("見本の案内", "/demo/"),
            ("送ったメール", "/demo/mail/"),
            (found.subject, ""),
        ],
        "mail": found,
    }
    response = render(request, "demo/mail.html", context)
    response.headers[CSP.HEADER_ENFORCE] = build_policy({**settings.SECURE_CSP, "frame-src": [CSP.SELF]})
    return response


@for_demo
@xframe_options_sameorigin
def mail_html(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the mail's HTML part as it is, for the frame."""
    # A mail program opens links beside itself.
    html = _find(key).html.replace("<head>", '<head><base target="_blank">')
    return HttpResponse(html, headers={CSP.HEADER_ENFORCE: MAIL_CSP})


@for_demo
def mail_calendar(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the mail's calendar part as the file that a mail program would open. Raises Http404."""
    found = _find(key)
    if not found.calendar:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="invite.ics"'}
    return HttpResponse(found.calendar, content_type="text/calendar; charset=utf-8", headers=headers)


def _find(key: str) -> SentMail:
    found = next((each for each in sent_mails(settings.VAR / "mail") if each.key == key), None)
    if found is None:
        raise Http404
    return found
