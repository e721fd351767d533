"""The desk's screens of leads: the list, and one with its steps."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from foundation.centre.queries import current_centre
from training_media.leads import queries
from training_media.leads.access import lead_at_the_desk, lead_desk
from training_media.leads.desk_forms import TABS, AgencyForm, FilterForm, OwnerForm, StepForm
from training_media.leads.enums import LeadState
from training_media.leads.exceptions import LeadRefused
from training_media.leads.models import Lead, LeadQuerySet
from training_media.leads.services.following import hand_over, say_which_agency, take_step

from .frame import TITLE, address, go, to_leads

ROWS_PER_PAGE = 30


@lead_desk.reading
def leads(request: HttpRequest) -> HttpResponse:
    """List the leads, those that have waited longest first; what is looked for stands in the address."""
    today = timezone.localdate()
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    form = filter_form(request)
    found = of_tab(queries.narrowed(queries.leads(), form.wanted, now=timezone.now()), tab)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    closures = current_centre().hours.closures
    return desk.show(
        request,
        "leads/desk/leads.html",
        TITLE,
        form=form,
        tabs=list(TABS.items()),
        tab=tab,
        tab_word=TABS[tab],
        page_obj=page,
        rows=queries.lead_rows(page.object_list, today=today, closures=closures),
    )


def filter_form(request: HttpRequest) -> FilterForm:
    """Return the form of what is looked for; chapters can be chosen once a course is."""
    asked = request.GET.get("course", "")
    chapters = queries.chapters_with_leads(int(asked)) if asked.isascii() and asked.isdecimal() else []
    return FilterForm(
        request.GET, courses=queries.courses_with_leads(), chapters=chapters, people=queries.desk_people()
    )


def of_tab(found: LeadQuerySet, tab: str) -> LeadQuerySet:
    """Keep the leads of a tab."""
    if tab == "waiting":
        return found.filter(pk__in=queries.waiting(today=timezone.localdate()).values("pk"))
    if tab == "open":
        return found.open()
    if tab == "all":
        return found.order_by("-received_at", "-pk")
    found = found.filter(state=tab)
    return found.order_by("-result_on", "-pk") if tab == LeadState.RESULT else found


@lead_desk.reading
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one lead: who asks for what, what was done, what can be done."""
    return _show(request, lead_at_the_desk(pk))


def _show(request: HttpRequest, found: Lead, **bound: Any) -> HttpResponse:
    today, people = timezone.localdate(), queries.desk_people()
    (row,) = queries.lead_rows([found], today=today, closures=current_centre().hours.closures)
    step_form = bound.get("step_form") or StepForm(lead=found, today=today)
    forms = {
        "step_form": step_form,
        "owner_form": OwnerForm(people=people, initial={"owner": found.owner_id or actor(request).pk}),
        "agency_form": AgencyForm(),
    } | bound
    return desk.show(
        request,
        "leads/desk/lead.html",
        f"{found.number}　{found.agency_name}",
        trail=[to_leads()],
        status=UNPROCESSABLE if bound else 200,
        lead=found,
        row=row,
        notes=list(found.notes.all()),
        **forms,
    )


@lead_desk.deed
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a step."""
    found, now = lead_at_the_desk(pk), timezone.now()
    form = StepForm(request.POST, lead=found, today=timezone.localdate(now))
    if form.is_valid():
        try:
            take_step(lead=found, wanted=form.wanted, actor=actor(request), now=now)
        except LeadRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "書きました。")
            return go(address("lead", pk))
    return _show(request, found, step_form=form)


@lead_desk.deed
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who goes on with it."""
    found = lead_at_the_desk(pk)
    form = OwnerForm(request.POST, people=queries.desk_people())
    if form.is_valid():
        chosen = form.cleaned_data["owner"]
        try:
            hand_over(lead=found, to=chosen, actor=actor(request), now=timezone.now())
        except LeadRefused as refused:
            form.add_error("owner", str(refused))
        else:
            messages.success(request, f"担当を、{chosen}さんにしました。")
            return go(address("lead", pk))
    return _show(request, found, owner_form=form)


@lead_desk.deed
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which agency of the directory it is."""
    found = lead_at_the_desk(pk)
    form = AgencyForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["number"]
        try:
            say_which_agency(lead=found, agency=chosen, actor=actor(request), now=timezone.now())
        except LeadRefused as refused:
            form.add_error("number", str(refused))
        else:
            messages.success(request, f"「{chosen.name}」と結びました。")
            return go(address("lead", pk))
    return _show(request, found, agency_form=form)
