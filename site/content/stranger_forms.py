"""What each form that strangers may send has: a trap for programs, a measure, the way to the promises."""

from collections.abc import Mapping
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from wagtail.models import Page

from .models import HOME_DEPTH, open_to_everybody

OK, SEE_OTHER, UNPROCESSABLE, TOO_MANY_REQUESTS, UNAVAILABLE = 200, 303, 422, 429, 503
# A field that nobody sees; programs fill in every one.
TRAP = "homepage"


def is_trapped(request: HttpRequest) -> bool:
    """Return whether the field that nobody sees was filled in."""
    return bool(request.POST.get(TRAP))


def may_go(request: HttpRequest, *, app: str, rates: Mapping[str, Any], recipient: str | None = None) -> bool:
    """Return whether not too much came of late from here or, where one is given, for this address.

    This one is counted.
    """
    action, key = ("sender", None) if recipient is None else ("recipient", recipient.casefold())
    return bool(ratelimit.consume(request, app=app, action=action, config=rates, key=key))


def privacy_page() -> str:
    """Return the address of the page about personal data, nothing until it is published."""
    pages = open_to_everybody(Page.objects.filter(depth=HOME_DEPTH + 1, slug="privacy"))
    return "/privacy/" if pages.exists() else ""
