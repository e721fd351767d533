"""An office reads the kit that it got, says so, and asks; kits of other offices are not there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from foundation.ui.typed import keeps_what_is_typed, only_redraws
from outreach.outside_meetings import host_queries
from outreach.outside_meetings.access import own_sending, own_sendings
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.forms.hosts import QuestionForm
from outreach.outside_meetings.models import HostSending
from outreach.outside_meetings.papers import cards_pdf, kit_pdf
from outreach.outside_meetings.rules import sending_state
from outreach.outside_meetings.services.hosts import ask, say_read
from outreach.study_groups.asking_again import agency_names

TITLE = "はじめて受け入れるとき"
HOME = ("わたしたちの事業所", "/my/")
PDF = "application/pdf"

type View = Callable[..., HttpResponse]


def _own(view: View) -> View:
    """Open a page to whoever signed in and acts for the agency that got the kit; others find nothing."""

    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, own_sending(request.user, pk, today=timezone.localdate()))

    opened: View = never_cache(login_required(guarded))
    return opened


@never_cache
@login_required
@require_safe
def kits(request: HttpRequest) -> HttpResponse:
    """List the kits that the visitor's agencies got."""
    lines = host_queries.sending_lines(own_sendings(request.user, today=timezone.localdate()))
    context = {
        "page_title": TITLE,
        "no_index": True,
        "breadcrumb_items": [HOME, (TITLE, "")],
        "lines": lines,
    }
    return render(request, "outside_meetings/hosts/kits.html", context)


@keeps_what_is_typed
@_own
def kit(request: HttpRequest, sending: HostSending) -> HttpResponse:
    """Show a kit with the office that can be asked; here the office asks the centre."""
    agencies = agency_names(timezone.localdate()) if request.method == "POST" else ()
    form = QuestionForm(request.POST or None, agencies=agencies)
    if only_redraws(request):
        return _page(request, sending, form, 200)
    if form.is_bound and form.is_valid():
        try:
            ask(sending=sending, text=form.cleaned_data["text"], actor=actor(request), now=timezone.now())
        except OutsideRefused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "聞きたいことが届きました。答えは、このページに出ます。")
            return _back(sending)
    return _page(request, sending, form, UNPROCESSABLE if form.is_bound else 200)


def _page(request: HttpRequest, sending: HostSending, form: QuestionForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": sending.kit.title,
        "no_index": True,
        "has_errors": status == UNPROCESSABLE,
        "breadcrumb_items": [HOME, (TITLE, reverse("hosts:kits")), (sending.kit.title, "")],
        "sending": sending,
        "kit": sending.kit,
        "state": sending_state(sending.steps),
        "items": host_queries.items_of(sending.kit),
        "stories": host_queries.stories_of(sending.kit),
        "buddy": host_queries.contact_of(sending.buddy),
        "questions": host_queries.questions_of(sending),
        "form": form,
    }
    return render(request, "outside_meetings/hosts/kit.html", context, status=status)


@require_POST
@_own
def read(request: HttpRequest, sending: HostSending) -> HttpResponse:
    """Write down that the office has read its kit."""
    try:
        say_read(sending=sending, actor=actor(request), now=timezone.now())
    except OutsideRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("hosts:kits"), status=SEE_OTHER)
    messages.success(request, "ありがとうございます。読んだことを、センターに伝えました。")
    return _back(sending)


@require_safe
@_own
def kit_paper(_request: HttpRequest, sending: HostSending) -> HttpResponse:
    """Return the kit on A4."""
    content = kit_pdf(sending.kit, sending, now=timezone.now())
    return desk.file(content, name="はじめての受け入れ.pdf", content_type=PDF, inline=True)


@require_safe
@_own
def story_cards(_request: HttpRequest, sending: HostSending) -> HttpResponse:
    """Return the stories as cards."""
    content = cards_pdf(sending.kit, now=timezone.now())
    return desk.file(content, name="受け入れたところの話.pdf", content_type=PDF, inline=True)


def _back(sending: HostSending) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("hosts:kit", args=[sending.pk]), status=SEE_OTHER)
