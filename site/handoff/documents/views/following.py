"""Following a document: who read it, who took copies, what lies on paper; on the screen and as CSV."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from foundation.exports.delimited import write_csv
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import SEEING_CASES, WRITING
from handoff.answers import address, done, posted, shown
from handoff.documents.forms import DestroyedForm, PaperForm
from handoff.documents.log import log_table
from handoff.documents.services.following import (
    note_destroyed,
    read_log,
    read_paper_copy,
    write_paper_copy,
)

CSV = "text/csv; charset=utf-8"
NAME = "shorui-kiroku"


@policy(open_to=SEEING_CASES)
@never_cache
@require_http_methods(["GET", "POST"])
def log(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the log of a document to its own side, which writes down copies on paper."""
    actor, now = actor_of(request), timezone.now()
    found = read_log(document_id=pk, actor=actor, now=now)
    form = PaperForm(posted(request), initial={"made_on": timezone.localdate(now)})
    if request.method == "POST" and not found.may_write:
        raise Http404

    def write() -> str:
        write_paper_copy(document_id=pk, new=form.new_paper, actor=actor, now=now)
        return address("document_log", pk)

    answer = done(request, form, write, said="紙の写しを、書きとめました。", field="made_on")
    return answer or shown(request, "documents/log.html", form, "この書類の記録", log=found)


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
    form = DestroyedForm(posted(request), initial={"on": timezone.localdate(now)})

    def write() -> str:
        note_destroyed(paper_id=pk, on=form.cleaned_data["on"], actor=actor, now=now)
        return address("document_log", line.paper.document_id)

    answer = done(request, form, write, said="捨てた日を、書きとめました。", field="on")
    return answer or shown(request, "documents/destroyed.html", form, "紙の写しを捨てた日", line=line)
