"""Papers of a hand-off: the list of them, each print, parcels and their receipts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handoff import answers
from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import CASEWORK
from handoff.answers import address, done, posted, shown
from handoff.disclosure.enums import Part
from handoff.enums import EVERYBODY_ENROLLED
from handoff.exceptions import Refused
from handoff.machine.access import readable_now
from handoff.machine.enums import Side
from handoff.machine.queries import facts_of
from handoff.papers.access import (
    dispatch_for,
    dispatches_for,
    given_handoff,
    handoff_to_print,
    paper_facts,
)
from handoff.papers.enums import Paper, Travel
from handoff.papers.forms import DispatchForm, PartsForm, ReceiptForm
from handoff.papers.queries import dispatch_lines, paper_lines
from handoff.papers.services.dispatching import note_receipt, write_dispatch
from handoff.papers.services.printing import print_paper


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def papers(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show which papers there are for a hand-off, what they wait for, and what is on its way."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff, sides = handoff_to_print(actor, pk, today=today)
        is_giver = Side.GIVER in sides
        is_open = readable_now(handoff, facts_of(handoff), today=today)
        sent = dispatches_for(actor, today=today).filter(handoff=handoff) if is_giver else None
        context = {
            "page_title": f"{handoff.reference} の紙",
            "handoff": handoff,
            "is_giver": is_giver,
            "lines": paper_lines(paper_facts(handoff, today=today), sides=sides),
            "form": PartsForm(open_parts=[part for part in Part if part in is_open]),
            "dispatches": dispatch_lines(sent, today=today) if sent is not None else [],
        }
        opening.note("papers.listed", handoff)
    return render(request, "papers/papers.html", context)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_POST
def print_one(request: EnrolledRequest, pk: UUID, paper: str) -> HttpResponse:
    """Answer with a paper; the print is written down with it."""
    kind = Paper(paper)
    known = set(Part.values)
    chosen = frozenset(Part(each) for each in request.POST.getlist("parts") if each in known)
    try:
        handoff, pdf = print_paper(
            handoff_id=pk,
            paper=kind,
            chosen=chosen if kind == Paper.PACKAGE else None,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as error:
        messages.error(request, str(error))
        return redirect("handoff:papers", pk=pk)
    return answers.paper(pdf, name=f"{handoff.reference}-{kind}")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def dispatch(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down that papers left."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        handoff = given_handoff(actor, pk, today=timezone.localdate(now))
    form = DispatchForm(posted(request), initial={"sent_on": timezone.localdate(now)})

    def write() -> str:
        typed = form.cleaned_data | {"travel": Travel(form.cleaned_data["travel"])}
        write_dispatch(handoff_id=pk, actor=actor, now=now, **typed)
        return address("papers", pk)

    answer = done(request, form, write, said="送ったことを記録しました。受領書がもどったら、書いてください。")
    words = {"button": "記録する", "handoff": handoff}
    return answer or shown(request, "papers/form.html", form, "送ったことを書く", **words)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down that a signed receipt is back."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        handoff = dispatch_for(actor, pk, today=timezone.localdate(now)).handoff
    form = ReceiptForm(posted(request), initial={"received_on": timezone.localdate(now)})

    def write() -> str:
        note_receipt(dispatch_id=pk, actor=actor, now=now, **form.cleaned_data)
        return address("papers", handoff.pk)

    answer = done(request, form, write, said="受領書を記録しました。")
    words = {"button": "記録する", "handoff": handoff}
    return answer or shown(request, "papers/form.html", form, "受領書を書く", **words)


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def receipts(request: EnrolledRequest) -> HttpResponse:
    """Show the parcels whose receipt is not back, the longest overdue first."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        waiting = dispatches_for(actor, today=today).filter(received_on=None)
        lines = dispatch_lines(waiting, today=today)
    return render(request, "papers/receipts.html", {"page_title": "受領書がまだのもの", "lines": lines})
