"""What only the centre knows of an agency: one page of it, forms for its parts, and lists across agencies."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form, model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from directory.finding.rules import span
from directory.models import Agency
from directory.rules import has_to_be_confirmed
from directory.views.desk.frame import find_agency, to_agency, to_list
from foundation.limits.queries import limit
from foundation.registry import memo_deeds

from . import queries, services
from .access import contact_for, contacts_for, may_write, reading_door, writing_door
from .exceptions import NoSuchRecord, RecordRefused
from .forms import AcceptanceForm, ContactForm, HousingForm, HousingListForm, MemoForm
from .limits import ACCEPTANCE_HOLDS

ROOM, NEXT, MEMO = "センターの記録", "次にすること", "電話メモ"
ROWS_PER_PAGE = 30


@reading_door.reading
def records(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the centre knows of an agency: its wish, its registration, what passed between them."""
    today = timezone.localdate()
    form = ContactForm(initial={"day": today, "way": "phone"})
    return _records(request, find_agency(public_id), form)


@writing_door.form_page
def add_contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down a contact in one line, below the wish and above the timeline."""
    agency, now = find_agency(public_id), timezone.now()
    if request.method != "POST":
        return _to("records", public_id)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            services.record_contact(agency=agency, values=form.values, actor=actor(request), now=now)
        except RecordRefused as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, "やりとりを1件、記録しました。")
            return _to("records", public_id)
    return _records(request, agency, form)


@writing_door.form_page
def memo(request: HttpRequest) -> HttpResponse:
    """Write down a call in three fields; `?agency=<id>` says already who rang."""
    now = timezone.now()
    asked = queries.who_rang(request.GET.get("agency", ""))
    form = MemoForm(request.POST or None, today=timezone.localdate(now), initial={"agency": asked})
    if request.method == "POST" and form.is_valid():
        agency = form.cleaned_data["agency"]
        services.record_contact(agency=agency, values=form.values, actor=actor(request), now=now)
        messages.success(request, f"{agency}からの電話を、記録しました。")
        return _to("next_contacts")
    return desk.show(
        request,
        "centre_only/memo.html",
        MEMO,
        trail=[to_list(), (NEXT, reverse("centre_only_desk:next_contacts"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
    )


@writing_door.form_page
def change_acceptance(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down an agency's wish."""
    agency = find_agency(public_id)
    known = queries.acceptance_of(agency)
    form = AcceptanceForm(request.POST or None, initial=model_to_dict(known) if known else None)
    if request.method == "POST" and form.is_valid():
        services.record_acceptance(
            agency=agency, values=form.values, actor=actor(request), now=timezone.now()
        )
        messages.success(request, "受け入れの意向を書きました。今日、確かめたことになります。")
        return _to("records", public_id)
    return _form(request, "acceptance", "受け入れの意向と経験", agency, form)


@writing_door.deed
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the wish is still as written down; lead back to where the button was."""
    agency = find_agency(public_id)
    try:
        services.confirm_acceptance(agency=agency, actor=actor(request), now=timezone.now())
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{agency}」の受け入れの意向は、変わりないと記録しました。")
    if "list" in request.POST:
        return HttpResponseRedirect(reverse("centre_only_desk:to_confirm"), status=SEE_OTHER)
    return _to("records", public_id)


@writing_door.form_page
def change_housing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down a registration with the probation office and what the house offers."""
    agency, now = find_agency(public_id), timezone.now()
    known = queries.housing_of(agency)
    first = model_to_dict(known) if known else {"as_of": timezone.localdate(now)}
    form = HousingForm(request.POST or None, agency=agency, today=timezone.localdate(now), initial=first)
    if request.method == "POST" and form.is_valid():
        services.record_housing(agency=agency, values=form.cleaned_data, actor=actor(request), now=now)
        messages.success(request, "住まいの登録のことを書きました。")
        return _to("records", public_id)
    return _form(request, "housing", "住まいの登録のこと", agency, form)


@writing_door.form_page
def correct_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend a contact record. Raises Http404."""
    record = contact_for(actor(request), pk)
    form = ContactForm(request.POST or None, initial=model_to_dict(record))
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_contact(
                record_id=pk, values=form.values, actor=actor(request), now=timezone.now()
            )
        except NoSuchRecord:
            raise Http404 from None
        except RecordRefused as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, "やりとりの記録を直しました。")
            return _to("records", record.agency.public_id)
    return _form(request, "contact", "やりとりの記録を直す", record.agency, form)


@writing_door.deed
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick off a next step; lead back to where the button was. Raises Http404."""
    record = contact_for(actor(request), pk)
    try:
        services.finish_next_step(record_id=pk, actor=actor(request), now=timezone.now())
    except NoSuchRecord:
        raise Http404 from None
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{record.next_step}」を、済みにしました。")
    if "list" in request.POST:
        return HttpResponseRedirect(reverse("centre_only_desk:next_contacts"), status=SEE_OTHER)
    return _to("records", record.agency.public_id)


@reading_door.reading
def next_contacts(request: HttpRequest) -> HttpResponse:
    """Show what is to be done with agencies, overdue first."""
    found = queries.next_contacts(contacts_for(actor(request)))
    return _list(request, "next", NEXT, found, deeds=[link() for link in memo_deeds])


@reading_door.reading
def to_confirm(request: HttpRequest) -> HttpResponse:
    """Show whose wish has to be confirmed anew."""
    today = timezone.localdate()
    holds_days = limit(ACCEPTANCE_HOLDS, on=today)
    found = queries.to_be_confirmed(today=today, holds_days=holds_days)
    return _list(request, "to_confirm", "受け入れの意向を確かめる機関", found, holds=span(holds_days))


@reading_door.reading
def housing(request: HttpRequest) -> HttpResponse:
    """Show housing bodies and their registrations, and whom nobody has told about it yet."""
    today = timezone.localdate()
    form = HousingListForm(request.GET)
    found = queries.housing_bodies(today=today, state=form.wanted_state)
    unasked = [] if form.wanted_state else queries.not_yet_asked(today=today)
    return _list(request, "houses", "住まいの登録の一覧", found, form=form, unasked=unasked)


def _records(request: HttpRequest, agency: Agency, form: ContactForm) -> HttpResponse:
    today = timezone.localdate()
    wish = queries.acceptance_of(agency)
    confirmed_on = wish.confirmed_on if wish else None
    holds_days = limit(ACCEPTANCE_HOLDS, on=today)
    page = Paginator(queries.timeline(agency), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "centre_only/records.html",
        ROOM,
        trail=[to_list(), to_agency(agency)],
        status=UNPROCESSABLE if form.errors else 200,
        agency=agency,
        today=today,
        wish=wish,
        needs_confirming=wish and has_to_be_confirmed(confirmed_on, today=today, holds_days=holds_days),
        housing=queries.housing_of(agency),
        page_obj=page,
        form=form,
        may_write=may_write(actor(request)),
    )


def _form(request: HttpRequest, name: str, title: str, agency: Agency, form: Form) -> HttpResponse:
    trail: list[Link] = [
        to_list(),
        to_agency(agency),
        (ROOM, reverse("centre_only_desk:records", args=[agency.public_id])),
    ]
    status = UNPROCESSABLE if form.errors else 200
    return desk.show(
        request, f"centre_only/{name}_form.html", title, trail=trail, status=status, form=form, agency=agency
    )


def _list(request: HttpRequest, name: str, title: str, found: QuerySet[Any], **context: Any) -> HttpResponse:
    return desk.show(
        request,
        f"centre_only/{name}.html",
        title,
        trail=[to_list()],
        page_obj=Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        today=timezone.localdate(),
        may_write=may_write(actor(request)),
        **context,
    )


def _to(name: str, *args: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"centre_only_desk:{name}", args=args), status=SEE_OTHER)
