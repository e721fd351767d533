"""From a request to a lecture at the desk: who is free when, a date offered, an end written."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from content.desk_forms import Done, Screen, Written, form_screen
from events.exceptions import EventsError
from events.lectures import letters, queries, rules
from events.lectures.access import lecture_desk
from events.lectures.desk_forms import HeldForm, ProposalForm, ReasonForm, ReportForm, usual_offer
from events.lectures.forms import AnotherDateForm
from events.lectures.limits import TRAVEL
from events.lectures.models import LectureRequest
from events.lectures.services.arranging import (
    accept_proposal,
    ask_for_another_date,
    cancel_request,
    decline_request,
    mark_held,
    propose_date,
    report_lecture,
    start_checking,
)
from foundation.limits.queries import limit

from .frame import address, find_request, show, to, to_list, to_request

type Act = Callable[[], object]


@lecture_desk.deed
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody works on it."""
    wanted = find_request(pk)
    return _done(
        request,
        wanted,
        lambda: start_checking(request=wanted, actor=actor(request), now=timezone.now()),
        "調整を始めたことを書きました。",
    )


@lecture_desk.form_page
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is free on the wished dates and in words why others are not; hold a date and offer it."""
    wanted, now = find_request(pk), timezone.now()
    decision = rules.may_move(wanted.state, "propose", by=rules.STAFF)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("request", pk)
    today = timezone.localdate(now)
    travel = limit(TRAVEL, on=today) if wanted.way == "venue" else 0
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        lecturers=list(queries.active_lecturers()),
        resources=list(queries.active_resources()),
        today=today,
        initial=usual_offer(wanted, travel),
    )
    if form.is_bound and form.is_valid():
        try:
            propose_date(request=wanted, offer=form.offer, actor=actor(request), now=now)
        except EventsError as refused:
            form.add_error(None, str(refused))
        else:
            agreed = form.cleaned_data["agrees"]
            told = "日程が決まりました。講師と先方に知らせます。" if agreed else "日程をお返事しました。"
            messages.success(request, told + _by_hand(wanted))
            return to("request", pk)
    return show(
        request,
        "propose",
        "日程をお返事する",
        trail=[to_request(wanted)],
        status=UNPROCESSABLE if form.errors else 200,
        wanted=wanted,
        form=form,
        chances=[
            (letters.when(each.starts_at, each.ends_at), each) for each in queries.chances(wanted, travel)
        ],
        where=letters.where(wanted),
    )


@lecture_desk.deed
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the requester agreed by phone or FAX to the date on the page."""
    wanted = find_request(pk)
    return _done(
        request,
        wanted,
        lambda: accept_proposal(
            request=wanted,
            proposal_id=_proposal_in(request),
            actor=actor(request),
            by=rules.STAFF,
            now=timezone.now(),
        ),
        "日程が決まりました。講師と先方に知らせます。",
    )


@lecture_desk.form_page
def another(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down which dates the requester would like instead, as heard by phone or FAX."""
    wanted = find_request(pk)
    proposal = queries.open_proposal(wanted)
    if proposal is None:
        messages.error(request, rules.MOVES["counter"].refusal)
        return to("request", pk)
    form = AnotherDateForm(request.POST if request.method == "POST" else None)
    return _deed_form(
        request,
        wanted,
        form,
        lambda: ask_for_another_date(
            request=wanted,
            proposal_id=proposal.pk,
            words=form.cleaned_data["words"],
            actor=actor(request),
            by=rules.STAFF,
            now=timezone.now(),
        ),
        title="別の日を望まれた",
        button="書きとめる",
        said="別の日の希望を書きました。おさえていた時間は、あけました。",
    )


@lecture_desk.form_page
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, with a reason that the requester reads."""
    wanted = find_request(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _deed_form(
        request,
        wanted,
        form,
        lambda: decline_request(
            request=wanted, reason=form.cleaned_data["reason"], actor=actor(request), now=timezone.now()
        ),
        title="お断りする",
        button="お断りする",
        said="お断りしました。" + _by_hand(wanted),
    )


@lecture_desk.form_page
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a request off; who goes and who asked are told, the number stays."""
    wanted = find_request(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _deed_form(
        request,
        wanted,
        form,
        lambda: cancel_request(
            request=wanted,
            reason=form.cleaned_data["reason"],
            actor=actor(request),
            by=rules.STAFF,
            now=timezone.now(),
        ),
        title="取りやめにする",
        button="取りやめにする",
        said="取りやめにしました。" + _by_hand(wanted),
    )


@lecture_desk.form_page
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a lecture was held, and how many came."""
    wanted = find_request(pk)
    form = HeldForm(request.POST if request.method == "POST" else None, initial={"people": wanted.people})
    return _deed_form(
        request,
        wanted,
        form,
        lambda: mark_held(
            request=wanted, people=form.cleaned_data["people"], actor=actor(request), now=timezone.now()
        ),
        title="行ったことを書く",
        button="行いました",
        said="行ったことを書きました。つづけて、報告を書けます。",
    )


@lecture_desk.form_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how a lecture went."""
    wanted = find_request(pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    return _deed_form(
        request,
        wanted,
        form,
        lambda: report_lecture(
            request=wanted, report=form.cleaned_data["report"], actor=actor(request), now=timezone.now()
        ),
        title="報告を書く",
        button="報告を保存する",
        said="報告を書きました。この依頼は、これで終わりです。",
    )


def _done(request: HttpRequest, wanted: LectureRequest, act: Act, said: str) -> HttpResponse:
    """Do something without a form and lead back with what became of it."""
    try:
        act()
    except EventsError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return to("request", wanted.pk)


def _deed_form(
    request: HttpRequest,
    wanted: LectureRequest,
    form: Written,
    act: Act,
    *,
    title: str,
    button: str,
    said: str,
) -> HttpResponse:
    """Ask for a word, then do it; refused, the form says why and keeps what was typed."""
    way_back = address("request", wanted.pk)

    def save() -> Done:
        act()
        return Done(said, way_back)

    return form_screen(
        request,
        form,
        save,
        Screen("lectures/desk/simple_form.html", title, [to_list(), to_request(wanted)]),
        refused_as=EventsError,
        button=button,
        back=way_back,
        told=f"{wanted.host}　{wanted.subject}",
    )


def _by_hand(wanted: LectureRequest) -> str:
    """Return what staff still have to do for a requester who is not answered by mail."""
    if wanted.is_told_by_mail:
        return ""
    number = f" {wanted.fax}" if wanted.reply_way == "fax" and wanted.fax else f" {wanted.phone}"
    return f"お返事はメールではないので、{wanted.get_reply_way_display()}{number} で知らせてください。"


def _proposal_in(request: HttpRequest) -> int:
    sent = request.POST.get("proposal", "")
    return int(sent) if sent.isascii() and sent.isdecimal() else 0
