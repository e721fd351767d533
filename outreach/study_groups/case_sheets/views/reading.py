"""Members read a case sheet on its days, on the screen alone; the centre sees who opened it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content.desk import Link, actor
from outreach.study_groups.access import Standing
from outreach.study_groups.case_sheets import queries
from outreach.study_groups.case_sheets.access import sheet_to_keep, sheet_to_read, sheets_for
from outreach.study_groups.case_sheets.enums import SheetState
from outreach.study_groups.case_sheets.models import CaseSheet
from outreach.study_groups.case_sheets.rules import state_on
from outreach.study_groups.case_sheets.services.reading import note_view
from outreach.study_groups.enums import Action
from outreach.study_groups.models import Community
from outreach.study_groups.views.frame import show, where_they_may

TITLE = "事例シート"


def where(name: str, community: Community, *args: object) -> str:
    return reverse(f"group_case_sheets:{name}", args=[community.slug, *args])


def looks(request: HttpRequest, sheet: CaseSheet, now: datetime) -> dict[str, Any]:
    """Write down who opens a sheet's words, and return what stands across the page: who, and when."""
    note_view(sheet=sheet, actor=actor(request), now=now)
    return {"viewer": actor(request).person.name, "viewed_at": now}


def to_sheets(community: Community) -> tuple[Link, ...]:
    return ((TITLE, where("sheets", community)),)


@where_they_may(Action.READ_CASE_SHEET)
def sheets(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the sheets that can be read today; the centre sees all, and what was removed when."""
    today = timezone.localdate()
    return show(
        request,
        "group_case_sheets/sheets.html",
        TITLE,
        community=standing.community,
        rows=queries.lines_of(sheets_for(standing, today=today), today=today),
        may_write=standing.may(Action.WRITE_CASE_SHEET),
    )


@where_they_may(Action.READ_CASE_SHEET)
def sheet(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show a sheet, with who looks at it and when across it, and write that down first."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = sheet_to_read(standing, pk, today=today)
    across = looks(request, found, now)
    return show(
        request,
        "group_case_sheets/sheet.html",
        found.title,
        community=standing.community,
        trail=to_sheets(standing.community),
        sheet=found,
        session=queries.name_of(found.row),
        state=state_on(found.dates, today),
        is_shown=state_on(found.dates, today) == SheetState.SHOWN,
        goes_on=queries.goes_on(found, today=today),
        may_write=standing.may(Action.WRITE_CASE_SHEET),
        is_writer=actor(request).pk in found.writers,
        **across,
    )


@where_they_may(Action.WRITE_CASE_SHEET)
def views(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show the centre who opened a sheet when, also after its words are gone."""
    found = sheet_to_keep(standing, pk)
    return show(
        request,
        "group_case_sheets/views.html",
        "開いた人",
        community=standing.community,
        trail=to_sheets(standing.community),
        sheet=found,
        session=queries.name_of(found.row),
        writers=queries.writer_names(found),
        looks=queries.views_of(found),
    )
