"""On the day, on a telephone: who came, what they say; then the meeting is closed, and carried out."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from foundation.japanese.dates import long_date
from outreach.study_groups.access import Standing
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import assembly_in, resolution_in
from outreach.study_groups.associations.enums import VoteWay
from outreach.study_groups.associations.forms import AttendanceForm, VotesForm
from outreach.study_groups.associations.models import Assembly, Resolution
from outreach.study_groups.associations.services.counting import (
    carry_out,
    close_assembly,
    record_attendance,
    record_votes,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.views.frame import go, saved, told, where_they_may

from .frame import form_page, to_assembly, where


@where_they_may(Action.HOLD_ASSEMBLY)
def attendance(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down who came, and who is in the chair."""
    found = assembly_in(standing, pk)
    counting = queries.counting_of(found)
    initial: dict[str, object] = {f"agency-{pk}": presence for pk, presence in counting.presences.items()}
    initial["chair"] = str(found.chair_id or "")
    form = AttendanceForm(request.POST or None, agencies=counting.agencies, initial=initial)

    def save(data: Mapping[str, Any]) -> str:
        chair = counting.agencies[int(data["chair"])] if data["chair"] else None
        record_attendance(
            assembly=found,
            presences=form.presences,
            chair=chair,
            keeps_chair=form.keeps_chair,
            actor=actor(request),
            now=timezone.now(),
        )
        return "出欠を記録しました。"

    if saved(request, form, save, field="chair"):
        return go(_to(found))
    sent = {each.giver: "委任状" for each in counting.meeting.entrusted}
    sent |= dict.fromkeys(counting.meeting.written, "書面")
    return _page(
        request,
        standing,
        found,
        form,
        "出欠を書く",
        rows=[(form[f"agency-{pk}"], sent.get(pk, "")) for pk in counting.agencies],
        first=form["chair"],
    )


@where_they_may(Action.HOLD_ASSEMBLY)
def votes(request: HttpRequest, standing: Standing, pk: int, resolution: int) -> HttpResponse:
    """Write down what those there say on a resolution."""
    found = assembly_in(standing, pk)
    one = resolution_in(found, resolution)
    counting = queries.counting_of(found)
    recused = {each.agency_id for each in one.recusals.all()}
    there = {
        key: each.name for key, each in counting.agencies.items() if key in counting.meeting.there - recused
    }
    known = {each.agency_id: each.choice for each in one.votes.all() if each.way == VoteWay.THERE}
    initial = {f"agency-{key}": choice for key, choice in known.items()} | {"casting": one.casting}
    form = VotesForm(request.POST or None, agencies=there, initial=initial)

    def save(_data: Mapping[str, Any]) -> str:
        record_votes(
            resolution=one,
            choices=form.choices,
            casting=form.casting_vote,
            keeps_casting=form.keeps_casting,
            actor=actor(request),
            now=timezone.now(),
        )
        return f"第{one.number}号議案の賛否を記録しました。"

    if saved(request, form, save):
        return go(_to(found))
    title = f"第{one.number}号議案の賛否"
    rows = [(form[f"agency-{key}"], "") for key in there]
    return _page(request, standing, found, form, title, rows=rows, last=form["casting"], resolution=one)


def _page(
    request: HttpRequest, standing: Standing, assembly: Assembly, form: Any, title: str, **context: Any
) -> HttpResponse:
    return form_page(
        request,
        standing,
        form,
        title,
        "保存する",
        back=_to(assembly),
        trail=to_assembly(assembly),
        template="group_associations/marks.html",
        assembly=assembly,
        **context,
    )


@require_POST
@where_they_may(Action.HOLD_ASSEMBLY)
def close(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Close a general meeting."""
    found = assembly_in(standing, pk)
    told(
        request,
        lambda: close_assembly(assembly=found, actor=actor(request), now=timezone.now()),
        "総会を閉じました。結果は、もう変わりません。",
    )
    return go(_to(found))


@require_POST
@where_they_may(Action.HOLD_ASSEMBLY)
def done(request: HttpRequest, standing: Standing, pk: int, resolution: int) -> HttpResponse:
    """Do what a carried resolution says."""
    found = assembly_in(standing, pk)
    one = resolution_in(found, resolution)
    told(
        request,
        lambda: carry_out(resolution=one, actor=actor(request), now=timezone.now()),
        f"第{one.number}号議案を、決まったとおりにしました。{_from(one)}",
    )
    return go(_to(found))


def _from(resolution: Resolution) -> str:
    """Say it when rules are in force later than was proposed."""
    day = resolution.rules_hold_from
    if resolution.rules is None or day is None or day == resolution.rules.in_force_from:
        return ""
    return f"案に書いた日が総会より前なので、規則は、総会の日（{long_date(day)}）から効きます。"


def _to(assembly: Assembly) -> str:
    return where("assembly", assembly.row.plan.community, assembly.pk)
