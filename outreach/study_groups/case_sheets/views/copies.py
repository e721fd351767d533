"""Numbered copies for the table, counted out and back in."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from foundation.limits.queries import limit
from outreach.study_groups.access import Standing
from outreach.study_groups.case_sheets import queries
from outreach.study_groups.case_sheets.access import sheet_to_keep
from outreach.study_groups.case_sheets.forms import BackForm, CopiesForm
from outreach.study_groups.case_sheets.limits import COPIES
from outreach.study_groups.case_sheets.models import CaseSheet
from outreach.study_groups.case_sheets.papers import copies_pdf
from outreach.study_groups.case_sheets.services.copies import count_back, count_out
from outreach.study_groups.enums import Action
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .reading import looks, to_sheets, where

FILE = "事例シート.pdf"


@where_they_may(Action.WRITE_CASE_SHEET)
def copies(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Give copies their numbers; the paper of these numbers is a page of its own."""
    found = sheet_to_keep(standing, pk)
    form = CopiesForm(request.POST or None, most=_most())

    def save(data: Mapping[str, Any]) -> str:
        made = count_out(
            sheet=found, count=data["count"], seen=data["seen"], actor=actor(request), now=timezone.now()
        )
        return f"{made[0].number}番から{made[-1].number}番まで、番号をつけました。下の一覧から印刷します。"

    if saved(request, form, save, field="count"):
        return go(where("copies", standing.community, pk))
    return _page(request, standing, found, form, None)


@where_they_may(Action.WRITE_CASE_SHEET)
def paper(request: HttpRequest, standing: Standing, pk: int, number: int) -> HttpResponse:
    """Return the copies that got their numbers together with this one and are still out, on A4."""
    found, now = sheet_to_keep(standing, pk), timezone.now()
    if not queries.may_print(found, today=timezone.localdate(now)):
        raise Http404
    wanted = queries.printed_with(found, number)
    if not wanted:
        raise Http404
    looks(request, found, now)
    content = copies_pdf(found, wanted, now=now)
    return desk.file(content, name=FILE, content_type="application/pdf", inline=True)


@where_they_may(Action.WRITE_CASE_SHEET)
def back(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down which copies came back."""
    found = sheet_to_keep(standing, pk)
    form = BackForm(request.POST or None, out=queries.numbers(queries.copies_of(found)))

    def save(data: Mapping[str, Any]) -> str:
        count = count_back(sheet=found, numbers=data["numbers"], actor=actor(request), now=timezone.now())
        return f"{count}部が返ってきました。シュレッダーにかけてください。"

    if saved(request, form, save):
        return go(where("copies", standing.community, pk))
    return _page(request, standing, found, None, form)


def _most() -> int:
    return limit(COPIES, on=timezone.localdate())


def _page(
    request: HttpRequest,
    standing: Standing,
    sheet: CaseSheet,
    form: CopiesForm | None,
    back_form: BackForm | None,
) -> HttpResponse:
    community, rows = standing.community, list(queries.copies_of(sheet))
    out = queries.numbers(rows)
    return show(
        request,
        "group_case_sheets/copies.html",
        "紙で配る",
        community=community,
        trail=to_sheets(community),
        status=max(status_of(each) for each in (form, back_form) if each),
        sheet=sheet,
        session=queries.name_of(sheet.row),
        form=form or CopiesForm(most=_most()),
        back_form=back_form or (BackForm(out=out) if out else None),
        rows=rows,
        may_print=queries.may_print(sheet, today=timezone.localdate()),
        out=out,
    )
