"""Going through who read what, month by month, and through who could read one case."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.answers import address, done, paper, posted, shown
from handoff.oversight.access import OVERSEEING
from handoff.oversight.forms import NO_SUCH_CASE, NoteForm, TraceForm
from handoff.oversight.paper import review_pdf
from handoff.oversight.services.reviewing import read_month, read_months, tick_month
from handoff.oversight.services.tracing import trace as trace_case


@policy(open_to=OVERSEEING)
@never_cache
@require_GET
def months(request: EnrolledRequest) -> HttpResponse:
    """Show which months somebody has gone through."""
    found = read_months(actor=actor_of(request), now=timezone.now())
    return render(request, "oversight/months.html", {"page_title": "読んだ記録の確かめ", "months": found})


@policy(open_to=OVERSEEING)
@never_cache
@require_http_methods(["GET", "POST"])
def month(request: EnrolledRequest, month: date) -> HttpResponse:
    """Show who read what in a month, and tick it off."""
    actor, now = actor_of(request), timezone.now()
    form = NoteForm(posted(request))

    def write() -> str:
        tick_month(month=month, note=form.cleaned_data["note"], actor=actor, now=now)
        return address("review_month", month)

    answer = done(request, form, write, said="確かめたと記録しました。")
    if answer is not None:
        return answer
    read = read_month(month=month, actor=actor, now=now)
    return shown(request, "oversight/month.html", form, "読んだ記録の確かめ", read=read)


@policy(open_to=OVERSEEING)
@never_cache
@require_GET
def month_paper(request: EnrolledRequest, month: date) -> HttpResponse:
    """Answer with a month as A4, with its checkpoints."""
    now = timezone.now()
    read = read_month(month=month, actor=actor_of(request), now=now)
    content = review_pdf(read, printed_on=timezone.localdate(now))
    return paper(content, name=f"tashikame-{month:%Y-%m}", is_kept=True)


@policy(open_to=OVERSEEING)
@never_cache
@require_http_methods(["GET", "POST"])
def trace(request: EnrolledRequest) -> HttpResponse:
    """Ask for a case and a time; answer with who could read it then, and who did."""
    form, found = TraceForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        since, until = form.bounds()
        try:
            found = trace_case(
                reference=form.cleaned_data["reference"],
                since=since,
                until=until,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Http404:
            form.add_error("reference", NO_SUCH_CASE)
    return shown(request, "oversight/trace.html", form, "読めた人・読んだ人", found=found)
