"""The desk of agencies that may be one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER
from directory.access import agency_desk
from directory.models import Agency

from .queries import PAIRS_PER_PAGE, suggestions
from .services import tell_apart


@agency_desk.reading
def pairs(request: HttpRequest) -> HttpResponse:
    """Show agencies that may be the same, with the reasons."""
    number = request.GET.get("page", "1")
    wanted = max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1  # noqa: PLR2004 -- digits
    found = suggestions(today=timezone.localdate(), page=wanted)
    # The rows of this page are here already; the others are only counted.
    page = Paginator(range(found.total), PAIRS_PER_PAGE).get_page(wanted)
    trail = [("関係機関", reverse("directory_desk:agencies"))]
    template, title = "directory/duplicates/pairs.html", "同じ機関かもしれないもの"
    return desk.show(request, template, title, trail=trail, rows=found.rows, page_obj=page)


@agency_desk.deed
def different(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Remember that two agencies are not the same."""
    one, other = (get_object_or_404(Agency, public_id=each) for each in (first, second))
    address = HttpResponseRedirect(reverse("directory_duplicates_desk:pairs"), status=SEE_OTHER)
    if one != other:
        tell_apart(one=one, other=other, actor=desk.actor(request), now=timezone.now())
        messages.success(request, f"「{one}」と「{other}」は別の機関だと覚えました。")
    return address
