"""What arrives by FAX, phone or post is typed in here."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from directory.models import Agency
from directory.queries import open_agencies, suggest_agencies
from events import desk_queries, letters
from events.access import event_at_the_desk, event_desk
from events.desk_forms.entry import Entry, SheetNumberForm, usual_entry
from events.desk_forms.people import ROWS_AT_A_TIME
from events.enums import ApplicationState, DateState
from events.exceptions import EventsError
from events.registries import companion_of
from events.services.applying import apply_for_event

from .frame import show, to, to_event

# What staff read of an application that they have typed in.
TOLD: dict[str, str] = {
    ApplicationState.CONFIRMED: "席を取りました。",
    ApplicationState.PARTLY: "一部の人の席を取り、残りは空きを待つ列に入れました。",
    ApplicationState.WAITING: "満席なので、空きを待つ列に入れました。",
}
# Buttons that change the page and send nothing.
PRESSED = frozenset({"add_rows", "search", "pick"})


@event_desk.reading
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the number on the sheet, or which event the call is about."""
    now = timezone.now()
    form = SheetNumberForm(request.GET if "sheet" in request.GET else None)
    if form.is_bound and form.is_valid():
        event = desk_queries.event_of_sheet(form.cleaned_data["sheet"])
        if event is not None:
            return to("entry", event.pk)
        form.add_error("sheet", "この用紙番号の研修・行事はありません。番号を確かめてください。")
    events = [(event, letters.deadline(event)) for event in desk_queries.sheet_events(now=now)]
    status = UNPROCESSABLE if form.errors else 200
    return show(request, "entry_start", "FAX・電話の申込を入力する", status=status, form=form, events=events)


@event_desk.form_page
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application on somebody's behalf, by the same rules as on the web."""
    now, event = timezone.now(), event_at_the_desk(pk)
    decision = desk_queries.may_take_new(event, now)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("event", pk)
    sessions = [
        session
        for session in list(event.sessions.all())
        if session.ends_at > now and session.state == DateState.PLANNED
    ]
    if request.method != "POST":
        agency = open_agencies(today=timezone.localdate(now))
        picked = agency.filter(public_id=request.GET.get("agency", "")).first()
        beside = companion_of(request)
        initial = usual_entry(now, picked, beside.received_at if beside else None) | {"form_key": uuid4()}
        return _page(request, Entry(event=event, sessions=sessions, now=now, initial=initial))
    typed = Entry(request.POST, event=event, sessions=sessions, now=now)
    if PRESSED & request.POST.keys():
        return _page(request, typed, search=_kept(typed, request))
    if typed.is_valid():
        try:
            application = apply_for_event(
                session_id=typed.form.cleaned_data["session"],
                request=typed.request,
                actor=actor(request),
                by_staff=True,
                now=now,
            )
        except EventsError as refused:
            typed.form.add_error(None, str(refused))
        else:
            if (beside := companion_of(request)) is not None:
                beside.done("application", application.number or "", actor(request), now)
            told = TOLD.get(application.state, "受け付けました。席は、まだ決まりません。")
            mailed = f"確認のメールを {application.email} に送ります。" if application.is_told_by_mail else ""
            messages.success(request, f"受付番号 {application.number}。{told}{mailed}")
            return to("application", application.pk)
    return _page(request, typed, status=UNPROCESSABLE)


def _kept(typed: Entry, request: HttpRequest) -> str:
    """Show what was typed again, with more rows or a chosen agency; returns what is searched for."""
    if "pick" in request.POST:
        current = open_agencies(today=timezone.localdate(typed.now))
        typed.keep(agency=current.filter(public_id=request.POST["pick"]).first())
        return ""
    typed.keep(more_rows=ROWS_AT_A_TIME if "add_rows" in request.POST else 0)
    return request.POST.get("q", "") if "search" in request.POST else ""


def _page(request: HttpRequest, typed: Entry, *, search: str = "", status: int = 200) -> HttpResponse:
    return show(
        request,
        "entry",
        "申込を入力する",
        trail=[to_event(typed.event)],
        status=status,
        event=typed.event,
        entry=typed,
        form=typed.form,
        beside=companion_of(request),
        deadline=letters.deadline(typed.event),
        search=search,
        found=_suggestions(search),
    )


@event_desk.reading
def agency_options(request: HttpRequest) -> HttpResponse:
    """Return the names of agencies like the typed one, for the list under the box."""
    found = _suggestions(request.GET.get("agency_name", ""))
    return render(request, "events/desk/agency_options.html", {"found": found})


def _suggestions(name: str) -> list[Agency]:
    agencies = open_agencies(today=timezone.localdate()).select_related("kind", "municipality")
    return suggest_agencies(name, agencies)
