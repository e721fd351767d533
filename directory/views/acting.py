"""A partner of several agencies chooses for which one to act."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.access import act_for, acting_membership, memberships_to_choose
from foundation.security import own_address

SEE_OTHER, UNPROCESSABLE = 303, 422


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show one's agencies and let the session act for another; whoever has none finds nothing here."""
    today = timezone.localdate()
    memberships = memberships_to_choose(request.user, today=today)
    if not memberships:
        raise Http404
    has_errors = False
    if request.method == "POST":
        wanted = request.POST.get("agency")
        chosen = next((each for each in memberships if each.agency.public_id == wanted), None)
        if chosen is not None:
            act_for(request, chosen)
            messages.success(request, f"「{chosen.agency}」の方として使います。")
            return HttpResponseRedirect(_way_on(request), status=SEE_OTHER)
        has_errors = True
    context = {
        "page_title": "どの事業所として使いますか",
        "no_index": True,
        "memberships": memberships,
        "acting": acting_membership(request, today=today),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "has_errors": has_errors,
    }
    return render(request, "directory/acting.html", context, status=UNPROCESSABLE if has_errors else 200)


def _way_on(request: HttpRequest) -> str:
    """Return where the person came from if that is of this site, else their home."""
    return own_address(request, request.POST.get("next", ""), otherwise=settings.LOGIN_REDIRECT_URL)
