"""A term: appointing, renewing, ending, writing down a signature, and its letter."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from foundation.japanese.dates import long_date
from outreach.study_groups.access import Standing
from outreach.study_groups.committees import queries, rules
from outreach.study_groups.committees.access import appointment_in, recommendation_in, seat_in
from outreach.study_groups.committees.enums import EndReason, UnsignReason
from outreach.study_groups.committees.forms import AppointForm, EndForm, UnsignForm
from outreach.study_groups.committees.models import Appointment, Recommendation, Seat
from outreach.study_groups.committees.papers import appointment_pdf
from outreach.study_groups.committees.reach_queries import reached_by
from outreach.study_groups.committees.services.appointing import (
    appoint,
    cancel_appointment,
    end_appointment,
    record_signature,
    renew,
    take_back_signature,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.forms import DayForm
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may, whole_number

from .ways import to_seats, where

WHAT_ENDING_DOES = (
    "さいごの日のあと、委員会のページと資料は、この方に見えなくなります。",
    "さいごの日よりあとの回の出席は、取り消して、ご本人に知らせます。席は空きます。",
    "任期の記録と委嘱状の番号は、残ります。まちがえたときは、さいごの日を直せます。",
)


@where_they_may(Action.KEEP_APPOINTMENTS)
def appointment(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show a term, and what may be done with it."""
    found, today = appointment_in(standing, pk), timezone.localdate()
    held = queries.held(found, queries.begins_of(standing.community), today=today)
    after = rules.next_term(found.since, found.until)
    return show(
        request,
        "group_committees/appointment.html",
        f"{found.seat.name}の委嘱",
        community=standing.community,
        trail=to_seats(standing.community),
        term=found,
        held=held,
        next_since=after[0],
        next_until=after[1],
        is_last=not queries.is_followed(found),
        may_cancel=standing.may(Action.APPOINT)
        and rules.may_cancel(
            since=found.since, signed_on=found.signed_on, cancelled_on=found.cancelled_on, today=today
        ).allowed,
        may_appoint=standing.may(Action.APPOINT),
        has_account=getattr(found.person, "user", None) is not None,
        reached=reached_by(found),
    )


@where_they_may(Action.APPOINT)
def give(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Appoint somebody to a seat, of themselves or as a body recommends."""
    seat, today = seat_in(standing, pk), timezone.localdate()
    asked = _recommendation(request, standing, seat)
    initial = _offered(standing, asked) | {"lettered_on": today}
    recommended = asked.name if asked else ""
    form = AppointForm(request.POST or None, today=today, recommended=recommended, initial=initial)

    def save(_data: Mapping[str, Any]) -> str:
        made = appoint(
            seat=seat,
            term=form.term,
            recommendation=asked,
            departs_because=form.departure,
            actor=actor(request),
            now=timezone.now(),
        )
        return f"{made.person.name}さんを委嘱しました。委嘱状を印刷できます。"

    if saved(request, form, save):
        return go(where("seat", standing.community, pk))
    return _form(request, standing, form, f"席「{seat.name}」に委嘱する", "委嘱する", seat)


def _recommendation(request: HttpRequest, standing: Standing, seat: Seat) -> Recommendation | None:
    """Return the request that this answers: as the address says, else the one that names somebody.

    Raises Http404 for another seat's.
    """
    written = request.GET.get("recommendation", "")
    if not written:
        return queries.named_for(seat)
    number = whole_number(written)
    found = recommendation_in(standing, number) if number is not None else None
    if found is None or found.seat_id != seat.pk:
        raise Http404
    return found


def _offered(standing: Standing, asked: Recommendation | None) -> dict[str, Any]:
    if asked is not None:
        return {"name": asked.name, "since": asked.term_since, "until": asked.term_until}
    years = queries.conditions_of(standing.community).years
    since, until = rules.usual_term(timezone.localdate(), years)
    return {"since": since, "until": until}


@where_they_may(Action.APPOINT)
def renew_term(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Appoint the same person for the next term, once what follows was read."""
    found = appointment_in(standing, pk)
    if request.method != "POST":
        since, until = rules.next_term(found.since, found.until)
        lines = [
            f"次の任期は、{long_date(since)}から{long_date(until)}までになります。",
            "委嘱状の文書番号を、1つ使います。",
            "ご本人に、守秘の約束のお願いのメールが届きます。",
        ]
        return _sure(request, standing, found, f"{found.person.name}さんを再任する", "再任する", lines)
    try:
        made = renew(appointment=found, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
        return go(where("appointment", standing.community, pk))
    messages.success(
        request, "次の任期を委嘱しました。委嘱状を印刷できます。守秘の約束は、任期ごとに署名します。"
    )
    return go(where("appointment", standing.community, made.pk))


@where_they_may(Action.APPOINT)
def cancel(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Cancel an appointment that has opened nothing yet, once what follows was read."""
    found = appointment_in(standing, pk)
    if request.method != "POST":
        lines = [
            "この委嘱は、なかったことになり、席は空きます。記録と文書番号は残ります。",
            "ご本人にお渡しした委嘱状は、返していただいてください。メールは送りません。",
        ]
        title = f"{found.person.name}さんの委嘱を取り消す"
        return _sure(request, standing, found, title, "委嘱を取り消す", lines)
    try:
        cancel_appointment(appointment=found, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "委嘱を取り消しました。")
    return go(where("appointment", standing.community, pk))


def _sure(
    request: HttpRequest, standing: Standing, term: Appointment, title: str, button: str, lines: list[str]
) -> HttpResponse:
    """Ask before something that cannot be undone by the same press."""
    return show(
        request,
        "group_committees/sure.html",
        title,
        community=standing.community,
        trail=(
            *to_seats(standing.community),
            (term.seat.name, where("seat", standing.community, term.seat_id)),
        ),
        button=button,
        lines=lines,
        back=where("appointment", standing.community, term.pk),
    )


@where_they_may(Action.APPOINT)
def end(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let somebody leave before their term is over."""
    found, today = appointment_in(standing, pk), timezone.localdate()
    corrects = found.ended_on is not None
    known = {"on": found.ended_on, "because": found.ended_because} if corrects else {}
    form = EndForm(request.POST or None, today=today, initial=known)

    def save(data: Mapping[str, Any]) -> str:
        end_appointment(
            appointment=found,
            on=data["on"],
            because=EndReason(data["because"]),
            corrects=corrects,
            actor=actor(request),
            now=timezone.now(),
        )
        return "さいごの日を、直しました。" if corrects else "任期を、途中で終えました。"

    title, button = ("さいごの日を直す", "直す") if corrects else ("任期を途中で終える", "終える")
    return _of_term(request, standing, form, save, pk=pk, title=title, button=button, lines=WHAT_ENDING_DOES)


@where_they_may(Action.KEEP_APPOINTMENTS)
def signed(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down that the promise of secrecy was signed on paper."""
    found, today = appointment_in(standing, pk), timezone.localdate()
    form = DayForm(request.POST or None, today=today, label="紙に署名した日")

    def save(data: Mapping[str, Any]) -> str:
        record_signature(appointment=found, on=data["on"], actor=actor(request), now=timezone.now())
        return "守秘の約束の署名を、記録しました。"

    title = "紙での守秘の約束を記録する"
    return _of_term(request, standing, form, save, pk=pk, title=title, button="記録する")


@where_they_may(Action.KEEP_APPOINTMENTS)
def unsign(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Take back a signature on paper that was written down by mistake."""
    found = appointment_in(standing, pk)
    form = UnsignForm(request.POST if request.method == "POST" else None)

    def save(data: Mapping[str, Any]) -> str:
        because = UnsignReason(data["because"])
        take_back_signature(appointment=found, because=because, actor=actor(request), now=timezone.now())
        return "紙の署名の記録を、取り消しました。"

    title = "紙の署名の記録を取り消す"
    field = "because"
    return _of_term(request, standing, form, save, pk=pk, title=title, button="取り消す", field=field)


def _of_term(  # noqa: PLR0913 -- the facts of one page, by name
    request: HttpRequest,
    standing: Standing,
    form: Form,
    save: Callable[[Mapping[str, Any]], str],
    *,
    pk: int,
    title: str,
    button: str,
    field: str = "on",
    lines: Sequence[str] = (),
) -> HttpResponse:
    if saved(request, form, save, field=field):
        return go(where("appointment", standing.community, pk))
    seat = appointment_in(standing, pk).seat
    return _form(request, standing, form, title, button, seat, lines)


def _form(
    request: HttpRequest,
    standing: Standing,
    form: Form,
    title: str,
    button: str,
    seat: Seat,
    lines: Sequence[str] = (),
) -> HttpResponse:
    back = where("seat", standing.community, seat.pk)
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=(*to_seats(standing.community), (seat.name, back)),
        status=status_of(form),
        form=form,
        lines=lines,
        button=button,
        back=back,
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def letter(_request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Return the letter of appointment on A4."""
    found = appointment_in(standing, pk)
    return desk.file(
        appointment_pdf(found), name=f"委嘱状_{found.number}.pdf", content_type="application/pdf", inline=True
    )
