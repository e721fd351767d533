"""Following a document: who read it, who took copies, what lies on paper; on the screen and as CSV."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from foundation.exports.delimited import write_csv
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import SEEING_CASES, WRITING
from handoff.documents.forms import DestroyedForm, PaperForm
from handoff.documents.log import log_table
from handoff.documents.services.following import (
    note_destroyed,
    read_log,
    read_paper_copy,
    write_paper_copy,
)
from handoff.exceptions import Refused
from handoff.views import UNPROCESSABLE

CSV = "text/csv; charset=utf-8"
NAME = "shorui-kiroku"


@policy(open_to=SEEING_CASES)
@never_cache
@require_http_methods(["GET", "POST"])
def log(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the log of a document to its own side, which writes down copies on paper."""
    actor, now = actor_of(request), timezone.now()
    found = read_log(document_id=pk, actor=actor, now=now)
    form = PaperForm(request.POST or None, initial={"made_on": timezone.localdate(now)})
    if request.method == "POST":
        if not found.may_write:
            raise Http404
        if form.is_valid():
            try:
                write_paper_copy(document_id=pk, new=form.new_paper, actor=actor, now=now)
            except Refused as error:
                form.add_error("made_on", str(error))
            else:
                messages.success(request, "紙の写しを、書きとめました。")
                return redirect("handoff:document_log", pk)
    context = {
        "page_title": "この書類の記録",
        "log": found,
        "form": form if found.may_write else None,
        "has_errors": bool(form.errors),
    }
    return render(request, "documents/log.html", context, status=UNPROCESSABLE if form.errors else 200)


@policy(open_to=SEEING_CASES)
@never_cache
@require_GET
def log_file(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the log as CSV; taking it out is written down."""
    found = read_log(document_id=pk, actor=actor_of(request), now=timezone.now(), verb="exported")
    content = write_csv(log_table(found.lines, found.papers), encoding="utf-8-sig").content
    name = f"{NAME}-{found.reference}.csv"
    return HttpResponse(
        content, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def destroyed(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down on which day copies on paper were destroyed."""
    actor, now = actor_of(request), timezone.now()
    line = read_paper_copy(paper_id=pk, actor=actor, now=now)
    form = DestroyedForm(request.POST or None, initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            note_destroyed(paper_id=pk, on=form.cleaned_data["on"], actor=actor, now=now)
        except Refused as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, "捨てた日を、書きとめました。")
            return redirect("handoff:document_log", line.paper.document_id)
    context = {
        "page_title": "紙の写しを捨てた日",
        "line": line,
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "documents/destroyed.html", context, status=UNPROCESSABLE if form.errors else 200)
