from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.door_feed import written

from .queries import feed

SCHEME = "Bearer "


@never_cache
@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """Hand out what the private door may know, to whoever holds the key of both doors; to others nothing."""
    key, shown = settings.DOOR_FEED_KEY, request.headers.get("Authorization", "")
    if not key or not constant_time_compare(shown, f"{SCHEME}{key}"):
        raise Http404
    content = written(feed(key=key, today=timezone.localdate()))
    return HttpResponse(content, content_type="application/json")
