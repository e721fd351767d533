"""Agencies are looked for, added, changed and merged."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE
from directory import queries
from directory.access import agency_desk
from directory.exceptions import AgencyRefused
from directory.forms.agencies import (
    AgencyFilterForm,
    AgencyForm,
    MergeForm,
    agency_initial,
    look_up_address,
)
from directory.models import Agency
from directory.services.agencies import add_agency, merge_agencies, update_agency

from .frame import find_agency, show, to, to_agency, to_list

ROWS_PER_PAGE = 20


@agency_desk.reading
def agency_list(request: HttpRequest) -> HttpResponse:
    """Show agencies: who they are, where, how to reach them, how many people are known."""
    today = timezone.localdate()
    form = AgencyFilterForm(request.GET, today=today)
    found = queries.desk_agencies(form.wanted, today=today)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "list", "関係機関", form=form, page_obj=page, today=today)


@agency_desk.reading
def agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one agency with its units and people; the number of a merged one leads to where it went."""
    found, now = find_agency(public_id), timezone.now()
    if found.merged_into:
        messages.info(request, f"「{found}」は、「{found.merged_into}」に統合しました。")
        return to("agency", found.merged_into.public_id)
    today = timezone.localdate(now)
    return show(
        request,
        "agency",
        found.name,
        trail=[to_list()],
        agency=found,
        today=today,
        is_current=found.is_current(today=today),
        units=list(found.units.filter(merged_into__isnull=True).select_related("kind")),
        merged_agencies=list(found.merged_agencies.all()),
        members=queries.members(found, today=today, now=now),
    )


@agency_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Add an agency."""
    return _form(request, None)


@agency_desk.form_page
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what is known of an agency."""
    return _form(request, find_agency(public_id))


def _form(request: HttpRequest, agency: Agency | None) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    initial = agency_initial(agency) if agency else None
    typed = request.POST if request.method == "POST" else None
    form = AgencyForm(typed, agency=agency, today=today, initial=initial)
    told = ""
    if "lookup" in request.POST:
        filled, told = look_up_address(form.typed, today=today)
        form = AgencyForm(agency=agency, today=today, initial=filled)
    if form.is_bound and form.is_valid():
        values = {"details": form.details, "body": form.body, "actor": request.user, "now": now}
        try:
            saved = update_agency(agency=agency, **values) if agency else add_agency(**values)
        except AgencyRefused as refused:
            form.add_error(None, str(refused))
        else:
            words = (
                "変更を保存しました。"
                if agency
                else f"「{saved}」を加えました。番号は {saved.public_id} です。"
            )
            messages.success(request, words)
            return to("agency", saved.public_id)
    return show(
        request,
        "form",
        "変更する" if agency else "機関を加える",
        trail=[to_list(), to_agency(agency)] if agency else [to_list()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        told=told,
        agency=agency,
    )


@agency_desk.form_page
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask where the agency goes on, say what follows, then merge it; `?kept=` is the answer already."""
    merged, now = find_agency(public_id), timezone.now()
    asked = request.GET if "kept" in request.GET else None
    typed = request.POST if request.method == "POST" else asked
    form = MergeForm(typed, merged=merged, today=timezone.localdate(now))
    is_right = form.is_bound and form.is_valid()
    if is_right and "sure" in request.POST:
        kept = form.cleaned_data["kept"]
        try:
            merge_agencies(kept=kept, merged=merged, actor=request.user, now=now)
        except AgencyRefused as refused:
            form.add_error("kept", str(refused))
        else:
            messages.success(request, f"「{merged}」を「{kept}」に統合しました。")
            return to("agency", kept.public_id)
    return show(
        request,
        "merge",
        "ほかの機関に統合する",
        trail=[to_list(), to_agency(merged)],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        agency=merged,
        kept=form.cleaned_data["kept"] if is_right and not form.errors else None,
        moves=queries.what_moves(merged) if is_right else [],
    )
