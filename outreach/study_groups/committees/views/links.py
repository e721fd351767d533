"""Whom members linked the centre to in a year, and what they were asked beside the meetings."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from outreach.study_groups.access import Standing
from outreach.study_groups.committees import queries
from outreach.study_groups.committees.access import advice_in
from outreach.study_groups.committees.enums import AdviceState
from outreach.study_groups.committees.forms import AdviceForm, IntroductionForm, MemberForm
from outreach.study_groups.committees.services.linking import ask_advice, move_advice, record_introduction
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .ways import FIRST_YEAR, to_seats, where, year_or_404


@where_they_may(Action.KEEP_APPOINTMENTS)
def links(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Show links and questions of a year with their counts."""
    community, now = standing.community, timezone.now()
    introductions = queries.introductions_of(community, year_or_404(year))
    asked = queries.advice_of(community, year, now=now)
    return show(
        request,
        "group_committees/links.html",
        f"{fiscal_year_label(year)}の仲介と相談",
        community=community,
        trail=to_seats(community),
        year=year,
        introductions=introductions,
        by_seat=queries.counts_by_seat(introductions),
        asked=asked,
        waiting=sum(each.waits for each in asked),
        urgent=sum(each.advice.is_urgent for each in asked),
        before=year - 1 if year > FIRST_YEAR else None,
        after=year + 1 if year < fiscal_year(timezone.localdate(now)) else None,
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def introduced(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Write down that a member linked the centre to a body."""
    form = IntroductionForm(request.POST or None, **_members(standing, year))

    def save(data: Mapping[str, Any]) -> str:
        record_introduction(
            appointment=form.term,
            on=data["on"],
            body=data["body"],
            reference=data["reference"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "仲介を記録しました。"

    if saved(request, form, save):
        return go(where("links", standing.community, fiscal_year(form.cleaned_data["on"])))
    return _form(request, standing, form, "委員の仲介を記録する", year)


@where_they_may(Action.KEEP_APPOINTMENTS)
def ask(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Write down that a member is asked about a case."""
    form = AdviceForm(request.POST or None, **_members(standing, year))

    def save(data: Mapping[str, Any]) -> str:
        ask_advice(
            appointment=form.term,
            reference=data["reference"],
            is_urgent=data["is_urgent"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "相談を記録しました。"

    if saved(request, form, save):
        return go(where("links", standing.community, fiscal_year(timezone.localdate())))
    return _form(request, standing, form, "委員への相談を記録する", year)


def _members(standing: Standing, year: int) -> dict[str, Any]:
    terms = queries.served_in(standing.community, year_or_404(year))
    return {"terms": terms, "today": timezone.localdate()}


@require_POST
@where_they_may(Action.KEEP_APPOINTMENTS)
def move(request: HttpRequest, standing: Standing, year: int, pk: int) -> HttpResponse:
    """Write down that a question was answered, or that it is over."""
    year_or_404(year)
    to = AdviceState.CLOSED if request.POST.get("to") == AdviceState.CLOSED else AdviceState.ANSWERED
    try:
        moved = move_advice(advice=advice_in(standing, pk), to=to, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "終わりにしました。" if moved.closed_on else "返事の日を記録しました。")
    return go(where("links", standing.community, year))


def _form(request: HttpRequest, standing: Standing, form: MemberForm, title: str, year: int) -> HttpResponse:
    back = where("links", standing.community, year)
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=(*to_seats(standing.community), (f"{fiscal_year_label(year)}の仲介と相談", back)),
        status=status_of(form),
        form=form,
        button="記録する",
        back=back,
    )
