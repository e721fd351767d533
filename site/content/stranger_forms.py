"""What each form that strangers may send has: a trap for programs, a measure, the way to the promises."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from foundation.rates.services import may_go

from .models import HOME_DEPTH, open_to_everybody

OK, SEE_OTHER, UNPROCESSABLE, TOO_MANY_REQUESTS, UNAVAILABLE = 200, 303, 422, 429, 503
# A field that nobody sees; programs fill in every one.
TRAP = "homepage"


def is_trapped(request: HttpRequest) -> bool:
    """Return whether the field that nobody sees was filled in."""
    return bool(request.POST.get(TRAP))


def may_send(
    request: HttpRequest, *, app: str, rates: Mapping[str, str], recipient: str | None = None
) -> bool:
    """Return whether not too much came of late from here or, where one is given, for this address.

    This one is counted.
    """
    action, key = ("sender", None) if recipient is None else ("recipient", recipient.casefold())
    return may_go(request, app=app, action=action, rates=rates, key=key, now=timezone.now())


def privacy_page() -> str:
    """Return the address of the page about personal data, nothing until it is published."""
    pages = open_to_everybody(Page.objects.filter(depth=HOME_DEPTH + 1, slug="privacy"))
    return "/privacy/" if pages.exists() else ""
