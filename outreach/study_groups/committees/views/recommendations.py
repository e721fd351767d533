"""Bodies are asked to recommend somebody: the list of requests, their letters and answers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.committees import queries, rules
from outreach.study_groups.committees.access import recommendation_in, seat_in
from outreach.study_groups.committees.forms import AnswerForm, RequestForm
from outreach.study_groups.committees.papers import recommendation_pdf
from outreach.study_groups.committees.services.recommending import (
    answer_recommendation,
    request_recommendation,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .ways import to_seats, where

TITLE = "推薦のお願い"


@where_they_may(Action.KEEP_APPOINTMENTS)
def recommendations(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List what bodies were asked for, and what they answered."""
    return show(
        request,
        "group_committees/recommendations.html",
        TITLE,
        community=standing.community,
        trail=to_seats(standing.community),
        rows=list(queries.recommendations_of(standing.community)),
        may_appoint=standing.may(Action.APPOINT),
        today=timezone.localdate(),
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def request_(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Ask the body of a seat for somebody."""
    seat, today = seat_in(standing, pk), timezone.localdate()
    years = queries.conditions_of(standing.community).years
    since, until = rules.usual_term(today, years)
    running = queries.history_of(seat).not_over(today).first()
    if running is not None:
        since, until = rules.next_term(running.since, running.until)
    offered = {"reply_by": RequestForm.usual_reply_by(today), "since": since, "until": until}
    form = RequestForm(request.POST or None, today=today, initial=offered)

    def save(_data: Mapping[str, Any]) -> str:
        made = request_recommendation(seat=seat, wanted=form.wanted, actor=actor(request), now=timezone.now())
        return f"{made.body}への推薦依頼（{made.number}）を作りました。印刷して送ってください。"

    if saved(request, form, save):
        return go(where("recommendations", standing.community))
    title = f"席「{seat.name}」の推薦をお願いする"
    return _form(request, standing, form, title, "依頼の文書を作る")


@where_they_may(Action.KEEP_APPOINTMENTS)
def answer(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down what a body answered."""
    found, today = recommendation_in(standing, pk), timezone.localdate()
    known = {"on": found.answered_on, "name": found.name, "job": found.job} if found.answered_on else {}
    form = AnswerForm(request.POST or None, today=today, initial=known)

    def save(data: Mapping[str, Any]) -> str:
        answer_recommendation(
            recommendation=found,
            on=data["on"],
            name=data["name"],
            job=data["job"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "返事を記録しました。"

    if saved(request, form, save):
        return go(where("recommendations", standing.community))
    return _form(request, standing, form, f"{found.body}からの返事", "記録する")


def _form(
    request: HttpRequest, standing: Standing, form: RequestForm | AnswerForm, title: str, button: str
) -> HttpResponse:
    back = where("recommendations", standing.community)
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=(*to_seats(standing.community), (TITLE, back)),
        status=status_of(form),
        form=form,
        button=button,
        back=back,
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def letter(_request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Return the letter to a body on A4."""
    found = recommendation_in(standing, pk)
    name = f"推薦依頼_{found.number}.pdf"
    return desk.file(recommendation_pdf(found), name=name, content_type="application/pdf", inline=True)
