"""What a browser holds of somebody who came in by a card: a signed cookie that opens one course, for hours.

It is no sign-in: it says by which card, which of its issues, and for whom a player may report.
"""

from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from foundation.limits.queries import limit

from .limits import CARD_OPENS

SALT = "watching.pass"
COOKIE = f"{settings.SESSION_COOKIE_NAME}-watching"
MOST_PEOPLE = 60


@dataclass(frozen=True)
class Pass:
    """What somebody may watch for which agency, and as whom.

    `card` and `issue` say by which card they came in; 0 is by signing in, to watch together with others.
    Without `viewers` nobody has said yet who they are.
    """

    course: int
    agency: int
    card: int = 0
    issue: int = 0
    viewers: tuple[int, ...] = ()
    is_together: bool = False
    is_personal: bool = False


def give_pass(response: HttpResponse, held: Pass, *, now: datetime) -> None:
    """Let a browser hold a pass; it ends hours from now."""
    response.set_cookie(
        COOKIE,
        signing.dumps(list(astuple(held)), salt=SALT),
        max_age=_lasts(now),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_pass(response: HttpResponse) -> None:
    """Let a browser hold none any more."""
    response.delete_cookie(COOKIE, samesite="Lax")


def held_pass(request: HttpRequest, *, now: datetime) -> Pass | None:
    """Return the pass that a browser holds; None where there is none, or it is forged or over."""
    value = request.COOKIES.get(COOKIE)
    if value is None:
        return None
    try:
        words = signing.loads(value, salt=SALT, max_age=_lasts(now))
    except signing.BadSignature:
        return None
    held = Pass(*words)
    return replace(held, viewers=tuple(held.viewers))


def _lasts(now: datetime) -> timedelta:
    return timedelta(hours=limit(CARD_OPENS, on=timezone.localdate(now)))
