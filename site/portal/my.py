"""The partner's home: whose turn it is, what goes on, and in which agency's name one acts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory.access import acting_membership, memberships_to_choose
from events.access import applications_of
from events.agency_queries import coming_applications, past_applications

from .menu import EVENTS, Link, SiteFrame, site_frame

HOME: Link = ("わたしたちの事業所", "/my/")
# What partners use of the public menu.
AT_WORK = (EVENTS, "/videos/")
DIRECTORY: Link = ("関係機関をさがす", "/directory/")


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show an agency's partner what waits for the agency; staff go to their own start page."""
    membership = acting_membership(request)
    if membership is None:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect("wagtailadmin_home")
        return render(request, "portal/my_nobody.html", {"page_title": "事業所の登録がありません"})
    now = timezone.now()
    applications = applications_of(membership)
    coming = coming_applications(applications, now=now)
    frame = site_frame()
    context = {
        "page_title": HOME[0],
        "membership": membership,
        "has_several": len(memberships_to_choose(request.user)) > 1,
        "frame": frame,
        "partner_menu": partner_menu(frame),
        "today": timezone.localdate(now),
        "turns": [each for each in coming if each.asks_for_names],
        "coming": coming,
        "past": past_applications(applications, now=now),
        "events": EVENTS,
    }
    return render(request, "portal/my.html", context)


def partner_menu(frame: SiteFrame) -> list[Link]:
    """Return the partner's menu: their home, and what they use of the public one."""
    return [HOME, *(link for link in frame.menu if link[1] in AT_WORK), DIRECTORY]
