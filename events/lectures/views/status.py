"""The page of one request, opened by its signed link: how it stands, the answer to a date, calling it off."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from events.entries import session_entry
from events.exceptions import EventsError
from events.lectures import letters, links, queries, rules
from events.lectures.enums import STATE_SHAPES
from events.lectures.forms import AnotherDateForm, CancelForm
from events.lectures.limits import ANSWERED_WITHIN
from events.lectures.models import LectureRequest
from events.lectures.services.arranging import accept_proposal, ask_for_another_date, cancel_request
from events.links import LinkNotUsable
from foundation.calendar import ics
from foundation.limits.queries import limit
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws

SEE_OTHER, UNPROCESSABLE = 303, 422

type View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Open the request of a signed link; for a forged or old one, a page says what to do."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = links.open_link(token, now=timezone.now())
        except LinkNotUsable:
            context = {"page_title": "このリンクは使えません", "no_index": True}
            return render(request, "lectures/link_not_usable.html", context, status=404)
        return view(request, found)

    return opened


@require_safe
@by_link
def status(request: HttpRequest, wanted: LectureRequest) -> HttpResponse:
    """Show how a request stands and what can be done now."""
    return render(request, "lectures/status.html", _standing(wanted, f"出前講座の依頼　{wanted.number}"))


@require_safe
@by_link
def done(request: HttpRequest, wanted: LectureRequest) -> HttpResponse:
    """Show the number and what happens next; the page can be opened again."""
    received_on = timezone.localdate(wanted.received_at)
    context = _standing(wanted, "依頼を受け付けました") | {"days": limit(ANSWERED_WITHIN, on=received_on)}
    return render(request, "lectures/done.html", context)


@require_POST
@by_link
def accept(request: HttpRequest, wanted: LectureRequest) -> HttpResponse:
    """Agree to the date that stood on the page."""
    try:
        accept_proposal(
            request=wanted,
            proposal_id=_proposal_in(request),
            actor=_visitor(request),
            by=rules.REQUESTER,
            now=timezone.now(),
        )
    except EventsError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "日程が決まりました。当日、うかがいます。")
    return _to(wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
@by_link
def another(request: HttpRequest, wanted: LectureRequest) -> HttpResponse:
    """Ask which dates would do instead of the one that was offered."""
    proposal = queries.open_proposal(wanted)
    if proposal is None:
        messages.error(request, rules.MOVES["counter"].refusal)
        return _to(wanted)
    form = AnotherDateForm(request.POST if request.method == "POST" else None)
    if only_redraws(request):
        form = AnotherDateForm(initial={"words": request.POST.get("words", "")})
    return _pressed(
        request,
        wanted,
        form,
        lambda: ask_for_another_date(
            request=wanted,
            proposal_id=_proposal_in(request),
            words=form.cleaned_data["words"],
            actor=_visitor(request),
            by=rules.REQUESTER,
            now=timezone.now(),
        ),
        screen=("another", "別の日を希望する"),
        said="ご希望を受け取りました。もう一度、日程をお返事します。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
@by_link
def cancel(request: HttpRequest, wanted: LectureRequest) -> HttpResponse:
    """Ask whether it is meant, then call the request off."""
    decision = _may_cancel(wanted)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return _to(wanted)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if only_redraws(request):
        form = CancelForm(initial={"reason": request.POST.get("reason", "")})
    return _pressed(
        request,
        wanted,
        form,
        lambda: cancel_request(
            request=wanted,
            reason=form.cleaned_data["reason"],
            actor=_visitor(request),
            by=rules.REQUESTER,
            now=timezone.now(),
        ),
        screen=("cancel", "依頼を取りやめますか"),
        said="依頼を取りやめました。",
    )


@require_safe
@by_link
def calendar(_: HttpRequest, wanted: LectureRequest) -> HttpResponse:
    """Return the agreed date as a calendar file."""
    session = queries.session_of(wanted)
    if session is None:
        return _to(wanted)
    entry = session_entry(session, url=links.address(wanted))
    content = ics.publish([entry], name="出前講座", ttl_hours=24, now=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{wanted.number}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _standing(wanted: LectureRequest, title: str) -> dict[str, Any]:
    session, proposal = queries.session_of(wanted), queries.open_proposal(wanted)
    return {
        "page_title": title,
        "no_index": True,
        "wanted": wanted,
        "token": links.token(wanted),
        "kind": STATE_SHAPES[wanted.state],
        "session": session,
        "dates": letters.when(session.starts_at, session.ends_at) if session else "",
        "proposal": proposal,
        "offered": letters.when(proposal.starts_at, proposal.ends_at) if proposal else "",
        "wishes": [letters.begins(each.starts_at) for each in wanted.wishes.all()],
        "where": letters.where(wanted),
        "may_cancel": _may_cancel(wanted).allowed,
    }


def _pressed(
    request: HttpRequest,
    wanted: LectureRequest,
    form: AnotherDateForm | CancelForm,
    act: Callable[[], object],
    *,
    screen: tuple[str, str],
    said: str,
) -> HttpResponse:
    """Do what a form that is right asks for; show any other one, and a refused one, as it was typed."""
    if form.is_bound and form.is_valid():
        try:
            act()
        except EventsError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return _to(wanted)
    name, title = screen
    has_errors = bool(form.is_bound and form.errors)
    context = {"form": form, "typed_form": TYPED_FORM, "has_errors": has_errors}
    status = UNPROCESSABLE if has_errors else 200
    return render(request, f"lectures/{name}.html", _standing(wanted, title) | context, status=status)


def _may_cancel(wanted: LectureRequest) -> Any:
    session = queries.session_of(wanted)
    starts_at = session.starts_at if session else None
    return rules.may_cancel(wanted.state, starts_at=starts_at, now=timezone.now(), by=rules.REQUESTER)


def _proposal_in(request: HttpRequest) -> int:
    sent = request.POST.get("proposal", "")
    return int(sent) if sent.isascii() and sent.isdecimal() else 0


def _visitor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _to(wanted: LectureRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(links.path(wanted), status=SEE_OTHER)
