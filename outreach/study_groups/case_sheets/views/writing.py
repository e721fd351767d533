"""The centre writes case sheets, checks each other's, and removes them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from foundation.ui.typed import keeps_what_is_typed, only_redraws
from outreach.study_groups.access import Standing
from outreach.study_groups.asking_again import agency_names
from outreach.study_groups.case_sheets import queries
from outreach.study_groups.case_sheets.access import sheet_to_keep
from outreach.study_groups.case_sheets.forms import NO_SESSION, CheckForm, SheetForm
from outreach.study_groups.case_sheets.models import TEXTS, CaseSheet
from outreach.study_groups.case_sheets.services.removing import remove_sheet
from outreach.study_groups.case_sheets.services.writing import change_sheet, check_sheet, write_sheet
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .reading import looks, to_sheets, where


@keeps_what_is_typed
@where_they_may(Action.WRITE_CASE_SHEET)
def write(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Write a sheet for a session that is to come."""
    community, now = standing.community, timezone.now()
    sessions = queries.sessions_of(community, now=now)
    if not sessions:
        messages.error(request, NO_SESSION)
        return go(where("sheets", community))
    form = _form(request, sessions, {"session": str(sessions[0].row.pk)})

    def save(_data: Mapping[str, Any]) -> str:
        write_sheet(community=community, written=form.written, actor=actor(request), now=now)
        return (
            "下書きを保存しました。ほかの職員に、確かめてもらってください。それまでは、だれにも見えません。"
        )

    if not only_redraws(request) and saved(request, form, save):
        return go(where("sheets", community))
    return _page(request, standing, form, "事例シートを書く")


@keeps_what_is_typed
@where_they_may(Action.WRITE_CASE_SHEET)
def change(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write a sheet anew; other words have to be checked again."""
    found, community, now = sheet_to_keep(standing, pk), standing.community, timezone.now()
    if found.removed_at is not None:
        return go(where("views", community, pk))
    sessions = queries.sessions_of(community, now=now)
    if found.row_id not in {each.row.pk for each in sessions}:
        own = queries.Session(found.row, found.session_day, queries.name_of(found.row))
        sessions = [own, *sessions]
    names = (*TEXTS, "shown_from", "shown_until")
    initial = {name: getattr(found, name) for name in names}
    initial |= {"session": str(found.row_id), "seen": found.seen}
    form = _form(request, sessions, initial)

    def save(_data: Mapping[str, Any]) -> str:
        seen = form.cleaned_data["seen"]
        kept = change_sheet(sheet=found, written=form.written, seen=seen, actor=actor(request), now=now)
        if kept.checked_at is not None:
            return "読める日を直しました。"
        return "保存しました。ほかの職員に、確かめてもらってください。それまでは、だれにも見えません。"

    if not only_redraws(request) and saved(request, form, save):
        return go(where("sheet", community, pk))
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = found.seen
    return _page(request, standing, form, "事例シートを直す", found, **looks(request, found, now))


def _form(request: HttpRequest, sessions: list[queries.Session], initial: dict[str, Any]) -> SheetForm:
    today = timezone.localdate()
    agencies = agency_names(today) if request.method == "POST" else ()
    return SheetForm(request.POST or None, sessions=sessions, today=today, agencies=agencies, initial=initial)


def _page(
    request: HttpRequest,
    standing: Standing,
    form: SheetForm,
    title: str,
    sheet: CaseSheet | None = None,
    **across: Any,
) -> HttpResponse:
    community = standing.community
    return show(
        request,
        "group_case_sheets/write.html",
        title,
        community=community,
        trail=to_sheets(community),
        status=200 if only_redraws(request) else status_of(form),
        form=form,
        sheet=sheet,
        back=where("sheet", community, sheet.pk) if sheet else where("sheets", community),
        **across,
    )


@where_they_may(Action.WRITE_CASE_SHEET)
def check(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let a second person read a sheet and say, line by line, that nobody can be recognised."""
    found, community = sheet_to_keep(standing, pk), standing.community
    if found.removed_at is not None:
        return go(where("views", community, pk))
    now = timezone.now()
    form = CheckForm(request.POST or None, initial={"seen": found.seen})

    def save(data: Mapping[str, Any]) -> str:
        check_sheet(sheet=found, checks=data["checks"], seen=data["seen"], actor=actor(request), now=now)
        return "確かめました。読める日になると、会員が読めます。"

    if saved(request, form, save):
        return go(where("sheet", community, pk))
    return show(
        request,
        "group_case_sheets/check.html",
        "だれのことかわからないかを、確かめる",
        community=community,
        trail=to_sheets(community),
        status=status_of(form),
        form=form,
        sheet=found,
        session=queries.name_of(found.row),
        is_writer=actor(request).pk in found.writers,
        **looks(request, found, now),
    )


@where_they_may(Action.WRITE_CASE_SHEET)
def remove(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Ask, and delete the words of a sheet at once."""
    found, community = sheet_to_keep(standing, pk), standing.community
    if request.method == "POST":
        try:
            remove_sheet(sheet=found, actor=actor(request), now=timezone.now())
        except GroupRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "シートの文を消しました。元には、もどせません。")
        return go(where("sheets", community))
    return show(
        request,
        "group_case_sheets/remove.html",
        "シートを、いま消す",
        community=community,
        trail=to_sheets(community),
        sheet=found,
        session=queries.name_of(found.row),
        goes_on=queries.goes_on(found, today=timezone.localdate()),
    )
