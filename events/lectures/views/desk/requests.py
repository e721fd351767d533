"""Requests at the desk: the list, one of them with all it says, typing one in, and mending it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from directory.queries import open_agencies, suggest_agencies
from events.enums import Channel
from events.forms import typed
from events.lectures import letters, papers, queries, rules
from events.lectures.access import lecture_desk
from events.lectures.desk_forms import HowForm, LetterForm
from events.lectures.drafts import Sheet, initial_of
from events.lectures.enums import STATE_SHAPES
from events.lectures.exceptions import RequestRefused
from events.lectures.limits import ASKED_BEFORE
from events.lectures.models import LectureRequest
from events.lectures.services.asking import ask_for_lecture, change_request
from events.registries import companion_of
from foundation.limits.queries import limit

from .frame import LIST, address, find_request, show, to, to_list, to_request

ROWS_PER_PAGE = 30
# Buttons that change the page and send nothing.
PRESSED = frozenset({"search", "pick"})


@lecture_desk.reading
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests by what they wait for, those that wait for the centre first."""
    now = timezone.now()
    group = request.GET.get("group", "")
    group = group if group in queries.GROUPS else "waiting"
    found = queries.requests_in(group)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "requests",
        LIST,
        trail=None,
        group=group,
        groups=[(key, words) for key, (words, _) in queries.GROUPS.items()],
        page_obj=page,
        today=timezone.localdate(now),
        here="requests",
    )


@lecture_desk.reading
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: what it says, how it stands, what can be done."""
    wanted, now = find_request(pk), timezone.now()
    session, proposal = queries.session_of(wanted), queries.open_proposal(wanted)
    starts_at = session.starts_at if session else None
    may = {move: rules.may_move(wanted.state, move, by=rules.STAFF).allowed for move in rules.MOVES}
    may["cancel"] = rules.may_cancel(wanted.state, starts_at=starts_at, now=now, by=rules.STAFF).allowed
    may["hold"] = may["hold"] and session is not None and session.ends_at <= now
    return show(
        request,
        "request",
        f"依頼 {wanted.number}",
        wanted=wanted,
        kind=STATE_SHAPES[wanted.state],
        session=session,
        dates=letters.when(session.starts_at, session.ends_at) if session else "",
        proposal=proposal,
        offered=letters.when(proposal.starts_at, proposal.ends_at) if proposal else "",
        proposals=wanted.proposals.all(),
        wishes=[
            (each.rank, letters.begins(each.starts_at), _is_near(wanted, each.starts_at))
            for each in wanted.wishes.all()
        ],
        going=queries.going(wanted),
        things=queries.things(wanted),
        where=letters.where(wanted),
        may=may,
        may_change=rules.may_mend(wanted.state).allowed,
        by_mail=wanted.is_told_by_mail,
    )


def _is_near(wanted: LectureRequest, starts_at: datetime) -> bool:
    """Return whether a wish is nearer than the menu asks for."""
    received_on = timezone.localdate(wanted.received_at)
    days = (timezone.localdate(starts_at) - received_on).days
    return bool(days < limit(ASKED_BEFORE, on=received_on))


@lecture_desk.form_page
def entry(request: HttpRequest) -> HttpResponse:
    """Type in a request that came by FAX, phone or post, with the fields of the web form."""
    now = timezone.now()
    today, themes = timezone.localdate(now), list(queries.menu())
    if request.method != "POST":
        beside = companion_of(request)
        local = timezone.localtime(beside.received_at if beside else now)
        how = HowForm(
            now=now,
            initial={"form_key": uuid4(), "received_day": local.date(), "received_time": local.time()},
        )
        sheet = Sheet(themes, today=today, key=uuid4(), initial={"reply_way": "fax"})
        return _entry_page(request, how, sheet)
    how = HowForm(request.POST, now=now)
    sheet = Sheet(themes, today=today, key=_key(request), data=request.POST)
    if PRESSED & request.POST.keys():
        return _kept_page(request, how, sheet, now)
    if how.is_valid() & sheet.is_valid():
        given = how.cleaned_data
        wanted = sheet.wanted(
            agency=sheet.agency(given["agency"]),
            channel=Channel(given["channel"]),
            received_at=given["received_at"],
        )
        try:
            made = ask_for_lecture(wanted=wanted, actor=actor(request), now=now)
        except RequestRefused as refused:
            sheet.when.add_error(None, str(refused))
        else:
            if (beside := companion_of(request)) is not None:
                beside.done("lecture", made.number, actor(request), now)
            mailed = (
                f"確認のメールを {made.email} に送ります。"
                if made.is_told_by_mail
                else "返事は、電話かFAXでします。"
            )
            messages.success(request, f"受付番号 {made.number}。{mailed}")
            return to("request", made.pk)
    return _entry_page(request, how, sheet, status=UNPROCESSABLE)


def _kept_page(request: HttpRequest, how: HowForm, sheet: Sheet, now: datetime) -> HttpResponse:
    """Show what was typed again, with agencies like the searched one or with the one that was picked."""
    current = open_agencies(today=timezone.localdate(now))
    agency = current.filter(public_id=request.POST.get("pick", "")).first()
    kept = typed(how) | ({"agency": agency.public_id} if agency else {})
    search = request.POST.get("q", "") if "search" in request.POST else ""
    return _entry_page(request, HowForm(now=now, initial=kept), sheet.kept_for(agency), search=search)


def _entry_page(
    request: HttpRequest, how: HowForm, sheet: Sheet, *, search: str = "", status: int = 200
) -> HttpResponse:
    agencies = open_agencies(today=timezone.localdate()).select_related("kind", "municipality")
    return show(
        request,
        "entry",
        "紙・電話の依頼を入力する",
        status=status,
        how=how,
        sheet=sheet,
        beside=companion_of(request),
        search=search,
        found=suggest_agencies(search, agencies),
    )


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()


@lecture_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what a request says; whoever else did so meanwhile is not overwritten."""
    wanted, now = find_request(pk), timezone.now()
    decision = rules.may_mend(wanted.state)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("request", pk)

    def save() -> Done:
        change_request(
            request=wanted, values=form.values, wishes=form.when.wishes, actor=actor(request), now=now
        )
        return Done("変更を保存しました。", address("request", pk))

    form = _sheet(wanted, request.POST if request.method == "POST" else None)
    return form_screen(
        request,
        form,
        save,
        Screen("lectures/desk/change.html", "依頼の内容を変える", [to_list(), to_request(wanted)]),
        refused_as=RequestRefused,
        kept=Kept(wanted, lambda: _sheet(find_request(pk))),
    )


def _sheet(wanted: LectureRequest, data: Any = None) -> Sheet:
    today = timezone.localdate()
    themes = [*queries.menu(), *([wanted.theme] if wanted.theme and not wanted.theme.is_active else [])]
    initial = initial_of(wanted)
    return Sheet(themes, today=today, key=wanted.form_key, data=data, initial=initial)


@lecture_desk.form_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the letter 講師派遣 of an agreed lecture, with the number of the office's own book."""
    wanted = find_request(pk)
    session = queries.session_of(wanted)
    if session is None or wanted.state not in ("agreed", "held", "reported"):
        messages.error(request, "派遣の手紙は、日程が決まってから作れます。")
        return to("request", pk)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        pdf = papers.dispatch_letter(
            wanted,
            session,
            number=form.cleaned_data["number"],
            seal_omitted=form.cleaned_data["seal_omitted"],
            now=timezone.now(),
        )
        return desk.file(pdf, name=f"{wanted.number}.pdf", content_type="application/pdf", inline=True)
    return show(
        request,
        "simple_form",
        "講師派遣の手紙",
        trail=[to_request(wanted)],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        button="PDFを作る",
        back=address("request", pk),
        told="番号は、センターの文書の番号です。手紙は保存されません。",
    )
