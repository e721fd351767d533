"""The page behind the link in every notice: no more of these, and the way back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.desk import FORM_METHODS, SEE_OTHER
from events.notices.access import agency_that_stops
from events.notices.queries import refusal_of
from events.notices.services.refusing import refuse_notices, take_refusal_back


# RFC 8058: a mail program presses by itself, without a cookie. The token is all it takes, and all it can
# do is stop, and begin again.
@csrf_exempt
@never_cache
@require_http_methods(FORM_METHODS)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button after which no notice comes any more, and the one that takes it back."""
    agency, now = agency_that_stops(token), timezone.now()
    if request.method == "POST":
        if "again" in request.POST:
            take_refusal_back(agency=agency, actor=None, now=now)
        else:
            refuse_notices(agency=agency, actor=None, now=now)
        if "List-Unsubscribe" not in request.POST:
            return HttpResponseRedirect(request.path, status=SEE_OTHER)
    is_refused, may_begin_again = refusal_of(agency)
    title = "お知らせは、もう送りません" if is_refused else "センターからのお知らせを止めますか"
    context = {"page_title": title, "agency": agency, "is_refused": is_refused, "no_index": True}
    context["may_begin_again"] = may_begin_again
    return render(request, "notices/stop.html", context)
