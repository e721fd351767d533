from datetime import timedelta

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import timezone

from foundation.limits.queries import limit
from foundation.ui.context import VIEWING_COOKIE

from .limits import VIEWING_KEPT


def remember(response: HttpResponseBase, value: str) -> None:
    """Keep the reader's settings for as long as staff have set, or forget them when all are standard."""
    if value:
        response.set_cookie(
            VIEWING_COOKIE,
            value,
            max_age=timedelta(days=limit(VIEWING_KEPT, on=timezone.localdate())),
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(VIEWING_COOKIE, samesite="Lax")
