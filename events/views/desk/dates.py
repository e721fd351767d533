"""Dates are called off, put off or moved: first who hears of it, then the act. And the plan of the year."""

from collections import Counter
from copy import copy
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from events import change_letters, letters, rules
from events.access import event_at_the_desk, event_desk
from events.desk_forms.dates import DatesForm
from events.desk_queries import desk_years
from events.enums import ACTIVE_STATES, ChangeKind, ReplyWay
from events.exceptions import EventsError
from events.models import Application, DateChange, Event, Session
from events.plan import plans_of_the_years
from events.services.notices import notice_audience
from events.services.rescheduling import Decided, change_dates, ends_event, foresee, foresee_way
from foundation.centre.queries import current_centre
from foundation.japanese.dates import fiscal_year_label

from .frame import show, to, to_event

LINK = "（申込の確認ページ）"
# What the button says that does it.
DEEDS = {
    ChangeKind.CANCELLED: "中止にして",
    ChangeKind.POSTPONED: "延期にして",
    ChangeKind.ONLINE: "オンラインに変えて",
    ChangeKind.VENUE: "会場に変えて",
    ChangeKind.RESTORED: "もとの日に行うことにして",
}


@event_desk.form_page
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is decided, show whom it reaches and how, then do it and tell everybody."""
    event, now = event_at_the_desk(pk), timezone.now()
    sessions = list(event.sessions.select_related("event"))
    data = request.POST if request.method == "POST" else None
    form = DatesForm(data, sessions=sessions, now=now, kind=request.GET.get("kind", ""))
    if not form.is_bound or not form.is_valid() or "again" in request.POST:
        status = UNPROCESSABLE if form.errors and "again" not in request.POST else 200
        return _form(request, event, form, status=status)
    if "sure" not in request.POST:
        return _sure(request, event, form)
    try:
        changed = change_dates(
            event=event,
            sessions=[each.pk for each in form.chosen],
            decided=form.decided,
            actor=actor(request),
            now=now,
        )
    except EventsError as refused:
        form.add_error(None, str(refused))
        return _form(request, event, form, status=UNPROCESSABLE)
    messages.success(request, f"{changed}つの日程を「{form.decided.kind.label}」にして、知らせました。")
    return to("event", pk)


@event_desk.reading
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the one screen that calls off, filled in for all that is still to take place."""
    event = event_at_the_desk(pk)
    decision = rules.may_move(event.state, "cancel")
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("event", pk)
    address = f"{reverse('event_desk:dates', args=[pk])}?kind={ChangeKind.CANCELLED}"
    return HttpResponseRedirect(address, status=SEE_OTHER)


def _form(request: HttpRequest, event: Event, form: DatesForm, *, status: int) -> HttpResponse:
    trail = [to_event(event)]
    return show(request, "dates", "日程を変える", trail=trail, status=status, event=event, form=form)


def _sure(request: HttpRequest, event: Event, form: DatesForm) -> HttpResponse:
    chosen = [each.pk for each in form.chosen]
    audience = notice_audience(event, sorted(ACTIVE_STATES), sessions=chosen)
    by_mail, by_other_ways = list(audience.by_mail), list(audience.by_other_ways)
    everybody = [*by_mail, *by_other_ways]
    ways = Counter(each.reply_way for each in everybody)
    sample = next(iter(everybody), None)
    is_end = ends_event(event, form.decided, chosen)
    return show(
        request,
        "dates_sure",
        "知らせる前の確認",
        trail=[to_event(event)],
        event=event,
        form=form,
        decided=form.decided,
        when=[letters.when(each) for each in form.chosen],
        # What is shown is what will be done: the form has filled in what was left out.
        hidden=[(name, value) for name in form.data for value in form.data.getlist(name)],
        period=_period_words(event, form, now=timezone.now()),
        told=[("メール", len(by_mail)), *((way.label, ways[way]) for way in (ReplyWay.FAX, ReplyWay.PHONE))],
        by_mail=by_mail,
        by_other_ways=by_other_ways,
        letter=_letter(sample, form.decided, ends_event=is_end) if sample else None,
        deed=DEEDS[form.decided.kind],
        ends_event=is_end,
    )


def _period_words(event: Event, form: DatesForm, *, now: datetime) -> list[str]:
    """Say when a date that is put off takes place, and until when people may apply for it."""
    if form.period is None:
        return []
    session = copy(form.chosen[0])
    foresee(session, form.decided)
    old, new = letters.deadline(event), letters.moment_words(form.period.deadline_at)
    closes = f"{old} → {new}" if new != old else f"{old}（そのまま）"
    words = [f"新しい日：{letters.when(session)}", f"申し込みの締切：{closes}"]
    if form.period.opens_at != event.opens_at:
        words.append(f"受付を始める日時：{letters.moment_words(form.period.opens_at)}")
    if form.period.deadline_at <= now:
        words.append("この締切は過ぎています。新しい日になっても、申し込みは閉じたままです。")
    if len(form.by_id) > 1:
        words.append("締切は、この研修・行事のほかの日程にも共通です。")
    return words


def _letter(application: Application, decided: Decided, *, ends_event: bool) -> letters.Letter:
    """Return the letter as one of them would read it; nothing is decided yet."""
    was, application = application.session, copy(application)
    session: Session = copy(was)
    application.session = session
    centre = current_centre()
    if ends_event:
        session.event = copy(was.event)
        session.event.cancel_reason = decided.reason
        return letters.event_cancelled(application, link=LINK, centre=centre)
    foresee(session, decided)
    foresee_way(session, decided)
    change = DateChange(
        session=session, kind=decided.kind, reason=decided.reason, decided_on=decided.decided_on
    )
    return change_letters.date_changed(
        application, change, was_when=letters.when(was), link=LINK, centre=centre
    )


@event_desk.reading
def plan(request: HttpRequest) -> HttpResponse:
    """Show year by year how many dates were planned, and what became of them."""
    now = timezone.now()
    plans = plans_of_the_years(desk_years(), now=now)
    years = [(fiscal_year_label(year), rows) for year, rows in plans.items() if rows]
    return show(request, "plan", "予定と実績", years=years)
