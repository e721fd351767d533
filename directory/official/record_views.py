"""The desk of official records: to which agency they belong, and which the newest data lacks."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE
from directory.access import agency_desk
from directory.models import Agency

from . import desk_queries
from .exceptions import RecordRefused
from .forms import MoveForm
from .models import OfficialRecord
from .services.deciding import make_agency_of_record, move_record, refuse_proposal
from .views import ROWS_PER_PAGE, to_runs


def _next_one() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory_official_desk:doubtful"), status=SEE_OTHER)


@agency_desk.reading
def doubtful(request: HttpRequest) -> HttpResponse:
    """Show one record that waits for a person, beside the agencies that it may belong to."""
    page = Paginator(desk_queries.doubtful_records(), 1).get_page(request.GET.get("page"))
    template, title = "directory/official/doubtful.html", "どの機関か、確かめる"
    record = next(iter(page.object_list), None)
    return desk.show(request, template, title, trail=[to_runs()], page_obj=page, record=record)


@agency_desk.deed
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say 「この機関です」; the next one comes up."""
    proposal = get_object_or_404(desk_queries.proposals(), pk=pk)
    try:
        move_record(
            record=proposal.record, agency=proposal.agency, actor=desk.actor(request), now=timezone.now()
        )
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{proposal.record.name}」を「{proposal.agency}」のものにしました。")
    return _next_one()


@agency_desk.deed
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say 「違う」; what is left of the candidates comes up."""
    proposal = get_object_or_404(desk_queries.proposals(), pk=pk)
    try:
        refuse_proposal(proposal=proposal, actor=desk.actor(request), now=timezone.now())
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{proposal.agency}」ではない、と覚えました。")
    return _next_one()


@agency_desk.deed
def make_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Say 「新しい機関にする」; the next one comes up."""
    record = get_object_or_404(OfficialRecord, pk=pk)
    try:
        made = make_agency_of_record(record=record, actor=desk.actor(request), now=timezone.now())
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{made.agency}」を新しい機関にしました。")
    return _next_one()


@agency_desk.reading
def missing(request: HttpRequest) -> HttpResponse:
    """Show the records that the newest data lacks; whether an office has closed, a telephone call tells."""
    page = Paginator(desk_queries.missing_records(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    template, title = "directory/official/missing.html", "いちばん新しいデータにないもの"
    return desk.show(request, template, title, trail=[to_runs()], page_obj=page)


@agency_desk.reading
def records(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what national data sets publish of an agency."""
    agency = get_object_or_404(Agency, public_id=public_id)
    return desk.show(
        request,
        "directory/official/records.html",
        f"{agency}の公表データ",
        trail=[to_runs(), (agency.name, reverse("directory_desk:agency", args=[public_id]))],
        agency=agency,
        records=desk_queries.records_of(agency),
    )


@agency_desk.form_page
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to which agency a record belongs."""
    record = get_object_or_404(desk_queries.records(), pk=pk)
    now = timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = MoveForm(typed, today=timezone.localdate(now))
    if form.is_bound and form.is_valid():
        agency = form.cleaned_data["agency"]
        try:
            move_record(record=record, agency=agency, actor=desk.actor(request), now=now)
        except RecordRefused as refused:
            form.add_error("agency", str(refused))
        else:
            messages.success(request, f"「{record}」を「{agency}」のものにしました。")
            address = reverse("directory_official_desk:records", args=[agency.public_id])
            return HttpResponseRedirect(address, status=SEE_OTHER)
    status = UNPROCESSABLE if form.errors else 200
    template, title = "directory/official/move.html", "記録の機関を変える"
    return desk.show(request, template, title, trail=[to_runs()], status=status, form=form, record=record)
