"""Honoraria and travel: the year with its sums, what was paid, the list for the accounts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content import desk
from content.desk import actor
from foundation.japanese.dates import fiscal_year, fiscal_year_label, fiscal_year_short
from outreach.study_groups.access import Standing
from outreach.study_groups.committees import queries
from outreach.study_groups.committees.access import honorarium_in
from outreach.study_groups.committees.forms import ConditionsForm, MoneyForm
from outreach.study_groups.committees.money_queries import to_be_paid
from outreach.study_groups.committees.papers import money_pdf
from outreach.study_groups.committees.services.paying import (
    pay,
    record_honoraria,
    remove_honorarium,
    set_conditions,
)
from outreach.study_groups.committees.tables import money_table
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.forms import DayForm
from outreach.study_groups.models import Community
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may, whole_number

from .ways import FIRST_YEAR, to_seats, where, year_or_404


@where_they_may(Action.KEEP_APPOINTMENTS)
def money(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Show what was given in a year, by day and by person."""
    community, this_year = standing.community, fiscal_year(timezone.localdate())
    rows = queries.honoraria_of(community, year_or_404(year))
    return show(
        request,
        "group_committees/money.html",
        f"{fiscal_year_label(year)}の謝金・旅費",
        community=community,
        trail=to_seats(community),
        year=year,
        rows=rows,
        people=queries.by_person(rows),
        to_be_paid=to_be_paid(community, year, rows),
        sums=queries.money_of(rows),
        conditions=queries.conditions_of(community),
        before=year - 1 if year > FIRST_YEAR else None,
        after=year + 1 if year < this_year else None,
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def add(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Write down who gets what for a day."""
    community, usual = standing.community, queries.conditions_of(standing.community)
    form = MoneyForm(
        request.POST or None,
        terms=queries.served_in(community, year_or_404(year)),
        rows=queries.meetings_of(community, year),
        today=timezone.localdate(),
        initial={"fee": usual.fee, "travel": usual.travel} | _who_came(request, community, year),
    )

    def save(_data: Mapping[str, Any]) -> str:
        made = record_honoraria(
            community=community,
            people=form.chosen,
            given=form.given,
            actor=actor(request),
            now=timezone.now(),
        )
        return f"{len(made)}人分の謝金・旅費を書きました。"

    if saved(request, form, save):
        return go(where("money", community, fiscal_year(form.cleaned_data["on"])))
    return _form(request, standing, form, "謝金・旅費を書く", year)


def _who_came(request: HttpRequest, community: Community, year: int) -> dict[str, Any]:
    """Return the meeting that the address names, else the latest one without money, with who came to it."""
    if request.method == "POST":
        return {}
    waiting = to_be_paid(community, year, queries.honoraria_of(community, year))
    wanted = whole_number(request.GET.get("row", ""))
    found = next((each for each in waiting if wanted in (None, each.row.pk)), None)
    if found is None:
        return {}
    people = [str(each.pk) for each in found.terms]
    return {"row": str(found.row.pk), "on": found.on, "people": people}


@where_they_may(Action.KEEP_APPOINTMENTS)
def paid(request: HttpRequest, standing: Standing, year: int, pk: int) -> HttpResponse:
    """Write down on which day a sum was paid."""
    year_or_404(year)
    found = honorarium_in(standing, pk)
    form = DayForm(request.POST or None, today=timezone.localdate(), label="払った日")

    def save(data: Mapping[str, Any]) -> str:
        pay(honorarium=found, on=data["on"], actor=actor(request), now=timezone.now())
        return "払った日を記録しました。"

    if saved(request, form, save, field="on"):
        return go(where("money", standing.community, year))
    title = f"{found.appointment.person.name}さんに払った日"
    return _form(request, standing, form, title, year)


@require_POST
@where_they_may(Action.KEEP_APPOINTMENTS)
def remove(request: HttpRequest, standing: Standing, year: int, pk: int) -> HttpResponse:
    """Take out what was written by mistake."""
    year_or_404(year)
    try:
        remove_honorarium(honorarium=honorarium_in(standing, pk), actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "消しました。")
    return go(where("money", standing.community, year))


@where_they_may(Action.KEEP_APPOINTMENTS)
def conditions(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Keep what the committee usually gives and asks."""
    form = ConditionsForm(request.POST or None, instance=queries.conditions_of(standing.community))

    def save(data: Mapping[str, Any]) -> str:
        set_conditions(
            community=standing.community,
            fee=data["fee"],
            travel=data["travel"],
            years=data["years"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "委員会の決まりを保存しました。"

    year = fiscal_year(timezone.localdate())
    if saved(request, form, save):
        return go(where("money", standing.community, year))
    return _form(request, standing, form, "謝金・旅費・任期の決まり", year)


def _form(request: HttpRequest, standing: Standing, form: BaseForm, title: str, year: int) -> HttpResponse:
    back = where("money", standing.community, year)
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=(*to_seats(standing.community), (f"{fiscal_year_label(year)}の謝金・旅費", back)),
        status=status_of(form),
        form=form,
        button="保存する",
        back=back,
    )


@where_they_may(Action.KEEP_APPOINTMENTS)
def paper(_request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Return the year on A4."""
    content = money_pdf(standing.community, year_or_404(year), now=timezone.now())
    name = f"{standing.community.name}{fiscal_year_short(year)}謝金.pdf"
    return desk.file(content, name=name, content_type="application/pdf", inline=True)


@where_they_may(Action.KEEP_APPOINTMENTS)
def sheet(_request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Return the year as a spreadsheet for the accounts."""
    table = money_table(standing.community, year_or_404(year))
    return desk.table_file(table, name=table.title, form="xlsx", printed_on=timezone.localdate())
