"""Whether a search that found nothing may be counted."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from foundation.rates.services import may_go


def may_note(request: HttpRequest) -> bool:
    """Return whether a vain search counts: asked here by a reader, and not too often from one address."""
    is_ours = request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    if request.method != "GET" or not is_ours:
        return False
    rates = settings.SEARCH_NOTE_RATES
    return may_go(request, app="portal", action="note", rates=rates, now=timezone.now())
