"""What the people of one's own agency have learned, on the agency's pages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from directory.access import as_partner
from directory.models import Membership
from directory.views.own import OK, show_own
from events.registries import HistoryWish
from events.training_history.enums import HistoryForm, HistoryReason
from events.training_history.forms import TakeForm
from events.training_history.papers import COLUMNS
from events.training_history.queries import history
from events.training_history.services import record_history_taken

from .taking import history_file

TITLE = "受講履歴"
ROWS_PER_PAGE = 50


@as_partner()
def history_page(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show who of the agency took part in what, as it was on the day; hand it out as a file."""
    rows = history(HistoryWish(agency=membership.agency, reader=actor(request)))
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kind = HistoryForm(form.cleaned_data["form"])
        record_history_taken(
            subject=membership.agency,
            form=kind,
            reason=HistoryReason(form.cleaned_data["reason"]),
            columns=[column.heading for column in COLUMNS],
            actor=actor(request),
            now=timezone.now(),
        )
        return history_file(rows, kind, whose=membership.agency.name, has_several=True)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show_own(
        request,
        "training_history/own.html",
        TITLE,
        membership,
        trail=[],
        status=UNPROCESSABLE if form.errors else OK,
        page_obj=page,
        rows=list(page.object_list),
        form=form,
    )
