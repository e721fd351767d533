"""Numbered papers: which, in how many copies, where each copy is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.meetings import papers as sheets
from outreach.study_groups.meetings.access import copy_in, material_in, meeting_in
from outreach.study_groups.meetings.forms.records import (
    CaseMaterialForm,
    CopiesDeedForm,
    HandForm,
    MaterialForm,
)
from outreach.study_groups.meetings.models import Material, Meeting
from outreach.study_groups.meetings.queries import meetings as queries
from outreach.study_groups.meetings.queries.meetings import Shown
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.meetings.services import papers as services
from outreach.study_groups.views.frame import go, names_to_look_for, saved, show, status_of, where_they_may

from .agenda import CASE_LEAD
from .ways import form_page, named_copies, named_roll, one, to_meeting, where

TITLE = "番号をつけた資料"


@where_they_may(Action.PREPARE_MEETING)
def papers(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """List the numbered papers of a meeting, and the numbers that are still out."""
    found = meeting_in(standing, pk)
    return show(
        request,
        "group_meetings/papers.html",
        TITLE,
        community=standing.community,
        trail=to_meeting(one(found), standing.community),
        meeting=found,
        rows=list(queries.materials_of(found)),
        out=named_copies(request, standing, queries.copies_out(found)),
        has_cases=found.items.exclude(reference="").exists(),
    )


@where_they_may(Action.PREPARE_MEETING)
def add_material(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down a paper that is no case's."""
    found = meeting_in(standing, pk)
    form = MaterialForm(request.POST or None, agencies=names_to_look_for(request))
    return _add(request, standing, found, form, "資料に番号をつける", "")


@where_they_may(Action.PREPARE_MEETING)
def add_case_material(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down the papers of a case by its number."""
    found = meeting_in(standing, pk)
    references = list(found.items.exclude(reference="").values_list("reference", flat=True))
    if not references:
        raise Http404
    form = CaseMaterialForm(request.POST or None, references=references)
    return _add(request, standing, found, form, "事例の資料に番号をつける", CASE_LEAD)


def _add(
    request: HttpRequest, standing: Standing, found: Meeting, form: Any, title: str, lead: str
) -> HttpResponse:
    def save(data: Mapping[str, Any]) -> str:
        made = services.add_material(
            meeting=found,
            title=data.get("title", ""),
            reference=data.get("reference", ""),
            count=data["count"],
            actor=actor(request),
            now=timezone.now(),
        )
        return f"「{made}」に、1から{made.count}の番号をつけました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title=title,
        button="番号をつける",
        back=where("papers", standing.community, found.pk),
        trail=to_meeting(one(found), standing.community),
        lead=lead,
        field="count",
    )


@where_they_may(Action.PREPARE_MEETING)
def material(request: HttpRequest, standing: Standing, pk: int, paper: int) -> HttpResponse:
    """Show where each copy of a paper is; numbers are handed out, taken back and shredded here."""
    found = meeting_in(standing, pk)
    asked = material_in(found, paper)
    rows, each = named_copies(request, standing, queries.copies_of(asked)), one(found)
    numbers = [line.copy.number for line in rows]
    form = CopiesDeedForm(request.POST or None, today=timezone.localdate(), numbers=numbers, day=_day(each))

    def save(data: Mapping[str, Any]) -> str:
        return _act(request, asked, data)

    if saved(request, form, save):
        return go(where("material", standing.community, pk, paper))
    return show(
        request,
        "group_meetings/material.html",
        str(asked),
        community=standing.community,
        trail=(*to_meeting(each, standing.community), (TITLE, where("papers", standing.community, pk))),
        status=status_of(form),
        form=form,
        meeting=found,
        material=asked,
        rows=rows,
    )


def _day(each: Shown) -> date:
    """Return the day that is meant unless another is written: the meeting's, today while that is to come."""
    today = timezone.localdate()
    return min(each.day, today) if each.day else today


def _act(request: HttpRequest, asked: Material, data: Mapping[str, Any]) -> str:
    """Do what was pressed with the numbers that are ticked, as of a day."""
    who, now, wish = actor(request), timezone.now(), request.POST.get("wish", "")
    numbers, on = set(data["numbers"]), data["on"]
    if wish == "hand_out":
        handed = services.hand_out(material=asked, on=on, actor=who, now=now)
        return f"会場の{handed}人に、番号の順にわたしました。"
    if wish == "undo":
        count = services.undo(material=asked, numbers=numbers, actor=who, now=now)
        return f"{count}部の、さいごの記録を取り消しました。"
    if wish == "lost":
        because = data["because"]
        count = services.lose(material=asked, numbers=numbers, on=on, because=because, actor=who, now=now)
        return f"{count}部を「なくなりました」にしました。"
    act = {"back": services.take_back, "shred": services.shred}.get(wish)
    if act is None:
        raise Http404
    changed = act(material=asked, numbers=numbers, on=on, actor=who, now=now)
    return f"{changed}部を「{'回収ずみ' if wish == 'back' else '処分ずみ'}」にしました。"


@where_they_may(Action.PREPARE_MEETING)
def hand(request: HttpRequest, standing: Standing, pk: int, paper: int, number: int) -> HttpResponse:
    """Write down to whom a numbered copy went."""
    found, today = meeting_in(standing, pk), timezone.localdate()
    copy, day = copy_in(material_in(found, paper), number), _day(one(found))
    roll = named_roll(request, standing, roll_of(standing.community, day))
    agencies = names_to_look_for(request)
    form = HandForm(request.POST or None, today=today, roll=roll, agencies=agencies, initial={"on": day})

    def save(data: Mapping[str, Any]) -> str:
        services.hand_copy(
            copy=copy,
            person=int(data["person"]) if data["person"] else None,
            holder=data["holder"],
            on=data["on"],
            actor=actor(request),
            now=timezone.now(),
        )
        return f"{number}番をわたしたことを記録しました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title=f"「{copy.material}」の{number}番をわたす",
        button="記録する",
        back=where("material", standing.community, pk, paper),
        trail=(*to_meeting(one(found), standing.community), (TITLE, where("papers", standing.community, pk))),
        field="person",
    )


@where_they_may(Action.PREPARE_MEETING)
def copies_paper(request: HttpRequest, standing: Standing, pk: int, paper: int) -> HttpResponse:
    """Return the list of a paper's copies with columns to sign, on A4."""
    found = meeting_in(standing, pk)
    asked = material_in(found, paper)
    rows = named_copies(request, standing, queries.copies_of(asked))
    content = sheets.copies_pdf(one(found), asked, rows, now=timezone.now())
    return desk.file(content, name="配付・回収簿.pdf", content_type="application/pdf", inline=True)


@where_they_may(Action.PREPARE_MEETING)
def covers(_request: HttpRequest, standing: Standing, pk: int, paper: int) -> HttpResponse:
    """Return a cover sheet for each copy with its number, on A4."""
    found = meeting_in(standing, pk)
    content = sheets.covers_pdf(one(found), material_in(found, paper), now=timezone.now())
    return desk.file(content, name="番号の表紙.pdf", content_type="application/pdf", inline=True)
