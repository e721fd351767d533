"""What an agency has to watch and until when; the names that are picked when somebody comes by its card."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from directory.access import as_partner
from directory.models import Membership
from directory.views.own import show_own
from training_media.campaigns import queries
from training_media.campaigns.forms import NamesForm
from training_media.campaigns.rules import state_of
from training_media.campaigns.services.naming import write_names

TITLE = "研修動画を見る人"


@as_partner()
def own(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show the agency's campaigns, and let its people write down who will watch."""
    agency, today = membership.agency, timezone.localdate()
    form = NamesForm(request.POST or None, known=queries.names_of(agency))
    if form.is_bound and form.is_valid():
        named = form.cleaned_data["names"]
        count = write_names(agency=agency, names=named, actor=actor(request), now=timezone.now())
        messages.success(request, f"{count}人の名前を保存しました。")
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    cards = [
        (each, state_of(each.period, today), each.period.told_on(today))
        for each in queries.cards_of([agency.pk])
    ]
    return show_own(
        request,
        "campaigns/own.html",
        TITLE,
        membership,
        trail=[],
        status=UNPROCESSABLE if form.errors else 200,
        cards=cards,
        form=form,
    )
