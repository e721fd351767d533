"""What a browser holds of somebody who came in by a card: a signed cookie that opens one course, for hours.

It is no sign-in: it says by which card, which of its issues, and for whom a player may report. All passes of
one visit end together, hours after its beginning: nobody stays in by saying again who they are. A visit has
a key of its own; once somebody has ended it, no copy of its pass opens anything (`models.EndedVisit`).
"""

import uuid
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta

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
    Without `viewers` nobody has said yet who they are. `personal` is the card of a single viewer, `since`
    when the visit began (seconds since 1970), `beside` the account that was signed in then; 0 is none.
    `visit_key` is empty until it is given.
    """

    course: int
    agency: int
    card: int = 0
    issue: int = 0
    viewers: tuple[int, ...] = ()
    is_together: bool = False
    personal: int = 0
    since: int = 0
    beside: int = 0
    visit_key: str = ""

    @property
    def visit(self) -> uuid.UUID | None:
        return uuid.UUID(self.visit_key) if self.visit_key else None

    @property
    def is_personal(self) -> bool:
        return self.personal != 0

    @property
    def began_at(self) -> datetime:
        return datetime.fromtimestamp(self.since, tz=UTC)


def give_pass(response: HttpResponse, held: Pass, *, now: datetime) -> None:
    """Let a browser hold a pass; it ends hours after the visit began, which is now unless it says so."""
    visit_key = held.visit_key or uuid.uuid4().hex
    held = replace(held, since=held.since or int(now.timestamp()), visit_key=visit_key)
    response.set_cookie(
        COOKIE,
        signing.dumps(list(astuple(held)), salt=SALT),
        max_age=max(visit_ends_at(held, now=now) - now, timedelta(0)),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def counted_by(held: Pass | None, *, account: int | None) -> str:
    """Return by what whoever watches is measured: a card of one's own, that of an agency, or the account."""
    if held is None or not held.card:
        return f"user:{account}"
    return f"personal:{held.personal}" if held.is_personal else f"card:{held.card}"


def visit_ends_at(held: Pass, *, now: datetime) -> datetime:
    """Return when the visit that a pass is of is over."""
    return held.began_at + _lasts(now)


def take_pass(response: HttpResponse) -> None:
    """Let a browser hold none any more."""
    response.delete_cookie(COOKIE, samesite="Lax")


def held_pass(request: HttpRequest, *, now: datetime) -> Pass | None:
    """Return the pass that a browser holds; None where there is none, or it is forged or over."""
    value = request.COOKIES.get(COOKIE)
    if value is None:
        return None
    try:
        words = signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
    held = Pass(*words)
    if now >= visit_ends_at(held, now=now):
        return None
    return replace(held, viewers=tuple(held.viewers))


def _lasts(now: datetime) -> timedelta:
    return timedelta(hours=limit(CARD_OPENS, on=timezone.localdate(now)))
