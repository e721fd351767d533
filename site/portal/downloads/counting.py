"""Views that hand out a file and count that it was taken.

Neither our front cache nor one on the way may answer in their place, or nobody would count: `NEVER_KEPT` of
`portal.front_cache` names their addresses, and the answers say `private`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from wagtail.documents.models import document_served
from wagtail.documents.views.serve import serve

from accounts.access import has_role
from accounts.enums import CENTRE_ROLES

from .enums import Sheet
from .rules import Handing, is_download
from .services import count_download

ONCE_IN_SECONDS = 60 * 60

type View = Callable[..., HttpResponseBase]


def counted(sheet: Sheet) -> Callable[[View], View]:
    """Let a view count what it hands out as this sheet."""

    def counting(view: View) -> View:
        @wraps(view)
        def handing_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _counted(request, view(request, *args, **kwargs), sheet=sheet)

        return handing_out

    return counting


def document(request: HttpRequest, document_id: str, name: str) -> HttpResponseBase:
    """Hand out an uploaded file as Wagtail does, which asks first who may read it."""
    response: HttpResponseBase = serve(request, document_id, name)
    served = getattr(request, "served_document_id", None)
    return response if served is None else _counted(request, response, document_id=served)


@receiver(document_served)
def _note_that_it_was_served(instance: Any, request: HttpRequest, **_: Any) -> None:
    """Keep what Wagtail says: behind a password the same address answers with a form."""
    request.served_document_id = instance.pk  # type: ignore[attr-defined]  # -- a note of ours


def _is_first_of_the_hour(request: HttpRequest, file: dict[str, Any]) -> bool:
    """Return whether this file has not been counted for this address of the network in the last hour.

    The cache alone remembers, for that hour, under a key of which no address can be made again.
    """
    said = f"{ratelimit.get_ip(request)} {sorted(file.items())}"
    mark = salted_hmac("downloads.hour", said, algorithm="sha256").hexdigest()
    return bool(cache.add(f"downloads.{mark}", True, ONCE_IN_SECONDS))


def _counted(request: HttpRequest, response: HttpResponseBase, **file: Any) -> HttpResponseBase:
    handing = Handing(
        method=request.method or "",
        status=response.status_code,
        is_staff=has_role(request.user, CENTRE_ROLES),
        agent=request.headers.get("User-Agent", ""),
        range=request.headers.get("Range", ""),
        purpose=request.headers.get("Sec-Purpose", ""),
    )
    if is_download(handing) and _is_first_of_the_hour(request, file):
        count_download(day=timezone.localdate(), **file)
    patch_cache_control(response, private=True, no_cache=True)
    return response
