"""The seats of a committee: who sits there, what is empty, whose term ends; and their lists on paper."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content import desk
from content.desk import actor
from foundation.japanese.dates import fiscal_year
from outreach.study_groups.access import Standing
from outreach.study_groups.committees import queries
from outreach.study_groups.committees.access import insist_on_committee, seat_in
from outreach.study_groups.committees.enums import RecommendationState, Role
from outreach.study_groups.committees.forms import SeatForm
from outreach.study_groups.committees.papers import members_pdf
from outreach.study_groups.committees.reach_queries import seated_without_address
from outreach.study_groups.committees.services.appointing import abolish_seat, add_seat, change_seat
from outreach.study_groups.committees.tables import members_table
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .ways import TITLE, to_seats, where


@where_they_may(Action.READ_ROSTER)
def committee(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Show who sits on which seat; the desk sees terms, signatures and what is to be done."""
    community, today = insist_on_committee(standing), timezone.localdate()
    seats = queries.seats_on(community, today=today)
    return show(
        request,
        "group_committees/committee.html",
        TITLE,
        community=community,
        seats=seats,
        vacant=sum(each.held is None for each in seats),
        owe_the_promise=sum(each.owes_the_promise for each in seats),
        without_address=seated_without_address(seats) if standing.may(Action.KEEP_APPOINTMENTS) else [],
        may_keep=standing.may(Action.KEEP_APPOINTMENTS),
        may_appoint=standing.may(Action.APPOINT),
        has_opinions=standing.may(Action.READ_OPINIONS),
        year=fiscal_year(today),
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def add(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Make a seat."""
    form = SeatForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        role = Role(data["role"])
        seat = add_seat(
            community=standing.community,
            name=data["name"],
            body=data["body"],
            role=role,
            actor=actor(request),
            now=timezone.now(),
        )
        return f"席「{seat.name}」を作りました。"

    if saved(request, form, save):
        return go(where("committee", standing.community))
    return _form(request, standing, form, "席を作る")


@where_they_may(Action.KEEP_APPOINTMENTS)
def seat(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show who has held a seat, and what may be done with it."""
    found, today = seat_in(standing, pk), timezone.localdate()
    begins = queries.begins_of(standing.community)
    terms = [queries.held(each, begins, today=today) for each in queries.history_of(found)]
    asked = list(queries.recommendations_of(standing.community).filter(seat=found))
    return show(
        request,
        "group_committees/seat.html",
        found.name,
        community=standing.community,
        trail=to_seats(standing.community),
        seat=found,
        terms=terms,
        asked=asked,
        recommended=next((each for each in asked if each.state == RecommendationState.RECOMMENDED), None),
        may_appoint=standing.may(Action.APPOINT),
        is_free=not any(each.days_left >= 0 and not each.appointment.cancelled_on for each in terms),
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def change(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write anew what a seat is."""
    found = seat_in(standing, pk)
    initial = {"name": found.name, "body": found.body, "role": found.role}
    form = SeatForm(request.POST or None, initial=initial)

    def save(data: Mapping[str, Any]) -> str:
        role = Role(data["role"])
        change_seat(
            seat=found,
            name=data["name"],
            body=data["body"],
            role=role,
            actor=actor(request),
            now=timezone.now(),
        )
        return f"席「{data['name']}」を直しました。"

    if saved(request, form, save, field="role"):
        return go(where("seat", standing.community, pk))
    return _form(request, standing, form, f"席「{found.name}」を直す")


@require_POST
@where_they_may(Action.KEEP_APPOINTMENTS)
def abolish(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let a seat be no more."""
    found = seat_in(standing, pk)
    try:
        abolish_seat(seat=found, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
        return go(where("seat", standing.community, pk))
    messages.success(request, f"席「{found.name}」をなくしました。これまでの記録は残ります。")
    return go(where("committee", standing.community))


def _form(request: HttpRequest, standing: Standing, form: SeatForm, title: str) -> HttpResponse:
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=to_seats(standing.community),
        status=status_of(form),
        form=form,
        button="保存する",
        back=where("committee", standing.community),
    )


@where_they_may(Action.READ_ROSTER)
def members_paper(_request: HttpRequest, standing: Standing) -> HttpResponse:
    """Return the list of members on A4."""
    community = insist_on_committee(standing)
    content = members_pdf(community, now=timezone.now())
    name = f"{community.name}委員名簿.pdf"
    return desk.file(content, name=name, content_type="application/pdf", inline=True)


@where_they_may(Action.KEEP_APPOINTMENTS)
def members_sheet(_request: HttpRequest, standing: Standing) -> HttpResponse:
    """Return the list of members as a spreadsheet."""
    today = timezone.localdate()
    table = members_table(standing.community, today=today)
    return desk.table_file(table, name=table.title, form="xlsx", printed_on=today)
