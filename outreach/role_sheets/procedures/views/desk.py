"""The desk of guides: what is to be checked, one press for 「内容を確かめた」, how far municipalities are."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, actor, show
from content.services import RecordIsGone
from foundation.japanese.dates import long_date
from outreach.role_sheets.procedures import access, queries
from outreach.role_sheets.procedures.services.reviewing import confirm

# By the word in the address: what it is, and the list in which it is changed.
KINDS = {
    "steps": ("手続き", queries.steps_due, "procedure-steps"),
    "start-up": ("準備の手引き", queries.start_up_due, "start-up-steps"),
    "clauses": ("契約の条文の例", queries.clauses_due, "model-clauses"),
    "first-steps": ("はじめの一歩", queries.first_steps_due, "first-steps"),
}


@access.procedures_desk.reading
def to_check(request: HttpRequest) -> HttpResponse:
    """Show what is to be checked today, and the ways to the lists."""
    today = timezone.localdate()
    rows = [
        (kind, name, row, reverse(f"{lists}:edit", args=[row.pk]))
        for kind, (name, due, lists) in KINDS.items()
        for row in due(today)
    ]
    return show(
        request,
        "procedures/desk/to_check.html",
        "手続き・手引き",
        rows=rows,
        copies=queries.copy_lines(),
        may_read_gaps=access.is_of_the_centre(request.user),
        lists=[(name, reverse(f"{lists}:index")) for name, _, lists in KINDS.values()],
    )


@access.procedures_desk.deed
def confirm_record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take it that somebody looked at a record and it still holds."""
    if kind not in KINDS:
        raise Http404
    back = HttpResponseRedirect(reverse("procedures_desk:to_check"), status=SEE_OTHER)
    try:
        record = access.kept_record(kind, pk)
        due_on = confirm(record=record, actor=actor(request), now=timezone.now())
    except RecordIsGone as gone:
        messages.error(request, str(gone))
        return back
    messages.success(request, f"「{record}」を確かめました。次は{long_date(due_on)}です。")
    return back
