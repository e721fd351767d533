"""Who the secretariat is and was, its people, and the corporations that are members."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from directory.queries import colleagues
from foundation.exports.delimited import write_csv
from foundation.exports.spreadsheet import XLSX, write_xlsx
from outreach.study_groups.access import Standing
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import association, secretary_in, term_to_staff
from outreach.study_groups.associations.forms import SecretariatForm, SecretaryForm
from outreach.study_groups.associations.models import SecretariatPerson, SecretariatTerm
from outreach.study_groups.associations.papers import corporations_pdf
from outreach.study_groups.associations.services.secretariat import (
    end_secretary,
    name_secretariat,
    name_secretary,
)
from outreach.study_groups.associations.tables import corporations_table
from outreach.study_groups.enums import Action
from outreach.study_groups.member_queries import members_of, who_may_run
from outreach.study_groups.views.frame import go, saved, show, told, where_they_may

from .frame import OFFICE, PDF, form_page, where

CSV = "text/csv; charset=utf-8"
CORPORATIONS = "法人の会員"


@where_they_may(Action.READ_HOME)
def secretariat(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Show who is the secretariat and who was; people are named to those who may name them, or who agreed."""
    community, today = association(standing), timezone.localdate()
    may_name = standing.may(Action.NAME_SECRETARY)
    may_staff = standing.may(Action.NAME_OFFICE_PEOPLE)
    rows = []
    for term in queries.terms_of(community):
        is_current = term.is_on(today)
        is_theirs = may_name or (may_staff and term.is_staffed_by_itself_on(today))
        people = [each for each in term.people.all() if is_theirs or _is_told(each, term, today)]
        rows.append((term, people, is_current, is_theirs))
    return show(
        request,
        "group_associations/secretariat.html",
        OFFICE,
        community=community,
        rows=rows,
        may_name=may_name,
    )


def _is_told(secretary: SecretariatPerson, term: SecretariatTerm, today: date) -> bool:
    """Return whether members read who this is: somebody who agreed, while neither they nor the term ended."""
    return secretary.is_shown and not any(each.until and each.until <= today for each in (secretary, term))


@where_they_may(Action.NAME_SECRETARY)
def name_term(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Say which agency is the secretariat from when."""
    community, today = association(standing), timezone.localdate()
    agencies = [each.agency for each in members_of(community, today=today)]
    form = SecretariatForm(request.POST or None, agencies=agencies, today=today)

    def save(data: Mapping[str, Any]) -> str:
        name_secretariat(
            community=community,
            agency=form.chosen,
            since=data["since"],
            decided_by=data["decided_by"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "事務局を決めました。次に、事務局の人を決めてください。"

    back = where("secretariat", community)
    if saved(request, form, save, field="since"):
        return go(back)
    trail = ((OFFICE, back),)
    return form_page(request, standing, form, "事務局を決める", "決める", back=back, trail=trail)


@where_they_may(Action.NAME_OFFICE_PEOPLE)
def people(request: HttpRequest, standing: Standing, term: int) -> HttpResponse:
    """Say who does the work of the secretariat."""
    today = timezone.localdate()
    found = term_to_staff(standing, term, today=today)
    working = (
        colleagues(found.agency, today=today) if found.agency else who_may_run(found.community, today=today)
    )
    form = SecretaryForm(request.POST or None, people=queries.who_may_serve(found, working))

    def save(data: Mapping[str, Any]) -> str:
        person = form.people[data["person"]]
        name_secretary(
            term=found, person=person, is_shown=data["is_shown"], actor=actor(request), now=timezone.now()
        )
        return f"{person.name}さんを、事務局の人にしました。"

    if saved(request, form, save, field="person"):
        return go(where("secretaries", found.community, found.pk))
    return form_page(
        request,
        standing,
        form,
        f"事務局の人（{found.agency or 'センター'}）",
        "決める",
        back=where("secretariat", found.community),
        trail=((OFFICE, where("secretariat", found.community)),),
        template="group_associations/secretaries.html",
        term=found,
        rows=queries.people_of(found, today=today),
    )


@require_POST
@where_they_may(Action.NAME_OFFICE_PEOPLE)
def end_person(request: HttpRequest, standing: Standing, term: int, pk: int) -> HttpResponse:
    """Let somebody do the work of the secretariat no more."""
    found = term_to_staff(standing, term, today=timezone.localdate())
    secretary = secretary_in(found, pk)
    told(
        request,
        lambda: end_secretary(secretary=secretary, actor=actor(request), now=timezone.now()),
        "事務局の人から外しました。",
    )
    return go(where("secretaries", found.community, found.pk))


@where_they_may(Action.READ_ROSTER)
def corporations(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the corporations with their member agencies."""
    community = association(standing)
    return show(
        request,
        "group_associations/corporations.html",
        CORPORATIONS,
        community=community,
        rows=_corporations(standing),
    )


def _corporations(standing: Standing) -> Any:
    sees = None if standing.is_centre else standing.agencies
    return queries.corporate_members(standing.community, today=timezone.localdate(), sees=sees)


@where_they_may(Action.READ_ROSTER)
def corporation_file(_request: HttpRequest, standing: Standing, form: str) -> HttpResponse:
    """Give the roster of corporations on A4, or as a table; named are those alone who agreed."""
    community, today = association(standing), timezone.localdate()
    rows = queries.corporate_members(community, today=today)
    table = corporations_table(community, rows)
    match form:
        case "pdf":
            content, kind = corporations_pdf(community, rows, now=timezone.now()), PDF
        case "xlsx":
            content, kind = write_xlsx(table, printed_on=today), XLSX
        case "csv":
            content, kind = write_csv(table, encoding="utf-8-sig").content, CSV
        case _:
            raise Http404
    response = HttpResponse(content, content_type=kind)
    how = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="hojin-kaiin-{community.slug}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
