"""A calendar that follows somebody's dates by a secret address, and the page on which it is made."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from directory.access import as_partner
from directory.models import Membership
from directory.views.own import show_own
from events.views.public import calendar_file
from foundation.centre.queries import current_centre

from .access import opened_feed
from .enums import FeedKind
from .queries import feed_entries, open_keys
from .services import end_address, make_address

TITLE = "予定表に出す"


@cache_control(private=True, max_age=0)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the dates of whoever made the address. Raises Http404 for any other one."""
    now = timezone.now()
    key = opened_feed(token, now=now)
    if key is None:
        raise Http404
    name = f"{current_centre().name} {key.get_kind_display()}"
    response = calendar_file(request, feed_entries(key, now=now), name=name, now=now)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@as_partner()
def own(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Make one's own address or the agency's, shown once, and end it."""
    now, user = timezone.now(), request.user
    assert isinstance(user, User)
    made: dict[str, str] = {}
    kind = next((each for each in FeedKind if each.value == request.POST.get("kind")), None)
    if request.method == "POST" and kind is not None:
        agency = membership.agency if kind == FeedKind.AGENCY else None
        if "end" in request.POST:
            end_address(kind=kind, agency=agency, actor=user, now=now)
        else:
            made[kind.value] = make_address(kind=kind, agency=agency, actor=user, now=now)
    keys = open_keys(user, membership.agency)
    rows = [
        (kind, keys.get(kind.value), _address(made[kind.value]) if kind.value in made else "")
        for kind in FeedKind
    ]
    return show_own(request, "feeds/own.html", TITLE, membership, trail=[], rows=rows)


def _address(token: str) -> str:
    return f"{settings.OWN_URL}{reverse('feeds:feed', args=[token])}"
