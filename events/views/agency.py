"""The agency's own side: whether its manager sees applications first, and those that wait for that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, actor
from directory.access import as_partner
from directory.enums import MembershipRole
from directory.models import Membership
from directory.views.own import show_own
from events.access import applications_of, held_application
from events.agency_queries import held_applications
from events.exceptions import DecisionRefused
from events.queries import manager_releases
from events.services.agency_choice import choose_who_releases
from events.services.deciding import release_held_application

TITLE = "申し込みの出し方"
CHOICES = {"on": True, "off": False}
TOLD = {
    True: "これからの申し込みは、所属長が確かめてからセンターに届きます。",
    False: "これからの申し込みは、そのままセンターに届きます。",
}
as_administrator = as_partner(MembershipRole.PARTNER_ADMIN)


@as_administrator
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show what waits for the manager, and let the manager choose; each button says what will be."""
    agency, now = membership.agency, timezone.now()
    wanted = CHOICES.get(request.POST.get("manager_releases", ""))
    if request.method == "POST" and wanted is not None:
        choose_who_releases(agency=agency, manager_releases=wanted, actor=actor(request), now=now)
        messages.success(request, TOLD[wanted])
        return _to_overview()
    return show_own(
        request,
        "events/agency.html",
        TITLE,
        membership,
        trail=[],
        held=held_applications(applications_of(membership), now=now),
        releases=manager_releases(agency),
    )


@as_administrator
def release(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Pass an application on to the centre; whoever only opens the address is led to the list."""
    if request.method != "POST":
        return _to_overview()
    application = held_application(membership, pk)
    try:
        release_held_application(application=application, actor=actor(request), now=timezone.now())
    except DecisionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"受付番号 {application.number} を、センターに出しました。")
    return _to_overview()


def _to_overview() -> HttpResponse:
    return HttpResponseRedirect(reverse("events:of_agency"), status=SEE_OTHER)
