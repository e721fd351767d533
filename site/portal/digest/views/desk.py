"""How many read the digest, and what went. No screen shows an address."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from foundation.limits.queries import limit
from portal.digest import queries, sealing
from portal.digest.access import digest_door
from portal.digest.forms import StopForm
from portal.digest.limits import KEPT_UNCONFIRMED
from portal.digest.rules import MOST_ENTRIES
from portal.digest.services.reading import stop_for_address

TITLE = "お知らせのメール"
ISSUES_PER_PAGE = 20
STOPPED = "この宛先に届くものがあれば、止めました。宛先も消しました。"


@digest_door.reading
def overview(request: HttpRequest) -> HttpResponse:
    """Show the readers as numbers, the months, and the issues with how many mails went."""
    return show_overview(request, StopForm())


@digest_door.deed
def stop(request: HttpRequest) -> HttpResponse:
    """Stop the mails of somebody who phoned; the answer does not tell whether there were any."""
    form = StopForm(request.POST)
    if not sealing.is_ready():
        form.add_error(None, "いまは鍵がないので、宛先をさがせません。システム管理者に知らせてください。")
    if not form.is_valid():
        return show_overview(request, form)
    stop_for_address(address=form.cleaned_data["email"], actor=actor(request), now=timezone.now())
    messages.success(request, STOPPED)
    return HttpResponseRedirect(reverse("digest_admin:overview"), status=SEE_OTHER)


def show_overview(request: HttpRequest, form: StopForm) -> HttpResponse:
    issues = Paginator(queries.issues(), ISSUES_PER_PAGE)
    return desk.show(
        request,
        "digest/desk/overview.html",
        TITLE,
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        most_entries=MOST_ENTRIES,
        readers=queries.reader_counts(),
        months=queries.months(),
        page_obj=issues.get_page(request.GET.get("page")),
        in_trouble=queries.mails_in_trouble(),
        kept_days=limit(KEPT_UNCONFIRMED, on=timezone.localdate()),
        is_ready=sealing.is_ready(),
    )
