"""The desk: what agencies wrote waits here for a look, and what has not been confirmed for long is listed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages as admin_messages

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link
from directory.access import agency_desk
from directory.declared.enums import DraftState
from directory.declared.exceptions import EntryError
from directory.declared.forms import ReasonForm
from directory.declared.letters import link_pdf
from directory.declared.models import Draft
from directory.declared.queries import (
    age_of,
    agencies_with_a_wish,
    drafts_at_the_desk,
    entry_choices,
    entry_in,
    entry_of,
    letters_to_print,
    letters_to_print_again,
    stale_agencies,
    waiting_drafts,
)
from directory.declared.rules import EntryText, differences
from directory.declared.services import approving
from directory.declared.services.reminding import make_letters
from directory.finding.queries import lifetimes
from directory.models import Agency

PAGE = 50


def to_queue() -> Link:
    return "名簿の内容", reverse("directory_declared_desk:queue")


def back_to_queue() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory_declared_desk:queue"), status=SEE_OTHER)


@agency_desk.reading
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits: entries to look at, and wishes about who sees what."""
    return desk.show(
        request,
        "directory_declared/desk/queue.html",
        "名簿の内容",
        page_obj=Paginator(waiting_drafts(), PAGE).get_page(request.GET.get("p")),
        wishes=agencies_with_a_wish(),
    )


@agency_desk.reading
def stale(request: HttpRequest) -> HttpResponse:
    """List the agencies that have not confirmed their entry for long, the oldest first."""
    today = timezone.localdate()
    lives = lifetimes(today=today)
    page = Paginator(stale_agencies(today=today), PAGE).get_page(request.GET.get("p"))
    rows = [(agency, age_of(agency.declaration, today=today, lives=lives)) for agency in page.object_list]
    trail, title = [to_queue()], "長く確かめていない機関"
    template = "directory_declared/desk/stale.html"
    return desk.show(
        request,
        template,
        title,
        trail=trail,
        page_obj=page,
        rows=rows,
        letters=letters_to_print(today=today).count(),
        letters_again=letters_to_print_again(today=today).count(),
    )


@agency_desk.deed
def letters(request: HttpRequest) -> HttpResponse:
    """Print a letter for every agency that has no mail address, all in one paper; or the last ones again."""
    again = "again" in request.POST
    pdf = make_letters(again=again, lay_out=link_pdf, actor=desk.actor(request), now=timezone.now())
    if pdf is None:
        messages.info(request, "印刷する手紙は、もうありません。")
        return HttpResponseRedirect(reverse("directory_declared_desk:stale"), status=SEE_OTHER)
    return desk.file(pdf, name="名簿のおたずね.pdf", content_type="application/pdf", inline=True)


@agency_desk.form_page
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is new beside what is published; publish it or send it back."""
    found = get_object_or_404(drafts_at_the_desk(), pk=pk)
    agency = found.declaration.agency
    sending = request.POST.get("do") == "send_back"
    form = ReasonForm(request.POST if sending else None)
    if request.method == "POST" and (not sending or form.is_valid()):
        return _decide(request, found, form)
    declaration = found.declaration
    published = entry_of(declaration) if declaration.live else EntryText()
    told = differences(published, entry_in(found.revision), entry_choices(agency).words)
    return desk.show(
        request,
        "directory_declared/desk/draft.html",
        agency.name,
        trail=[to_queue()],
        status=UNPROCESSABLE if form.errors else 200,
        draft=found,
        agency=agency,
        differences=told,
        waits=found.state == DraftState.WAITING,
        as_seen=approving.seen(found),
        form=form,
    )


def _decide(request: HttpRequest, draft: Draft, form: ReasonForm) -> HttpResponse:
    given = {
        "draft": draft,
        "as_seen": request.POST.get("as_seen", ""),
        "actor": desk.actor(request),
        "now": timezone.now(),
    }
    try:
        if form.is_bound:
            approving.send_back_draft(reason=form.cleaned_data["reason"], **given)
        else:
            approving.approve_draft(**given)
    except EntryError as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    agency = draft.declaration.agency
    if form.is_bound:
        messages.success(request, f"「{agency}」：直してほしいところを伝えました。")
    else:
        tell_published(request, agency, f"「{agency}」：公開しました。")
    return back_to_queue()


def tell_published(request: HttpRequest, agency: Agency, words: str) -> None:
    """Say that something is published, with the way to where it can be seen."""
    address = reverse("directory_finding:agency", args=[agency.public_id])
    admin_messages.success(request, words, buttons=[admin_messages.button(address, "公開のページを見る")])
