"""The agenda is written; who leaves the room; cases across meetings and what became of them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from foundation.limits.queries import limit
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.meetings import rules
from outreach.study_groups.meetings.access import case_in, item_in, meeting_in
from outreach.study_groups.meetings.enums import CaseOutcome, ItemKind
from outreach.study_groups.meetings.forms.agenda import (
    CaseItemForm,
    CaseReportForm,
    ItemForm,
    ItemMinutesForm,
    RecusalForm,
)
from outreach.study_groups.meetings.limits import REPORT_WITHIN
from outreach.study_groups.meetings.queries import meetings as queries
from outreach.study_groups.meetings.queries.cases import threads_of
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.meetings.services import agenda as services
from outreach.study_groups.views.frame import names_to_look_for, show, where_they_may

from .ways import deed, form_page, named_roll, one, to_meeting, to_meetings, where

CASE_LEAD = (
    "番号と時間だけを書きます。事例の資料は、専用エリアの委員会室にあります。"
    "ここには、書くことも置くこともできません。"
)


@where_they_may(Action.PREPARE_MEETING)
def agenda(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show the agenda to whoever writes it, with times and how it fits."""
    found = meeting_in(standing, pk)
    each = one(found)
    lines = queries.agenda_of(found, starts_at=each.starts_at)
    length = rules.length_of(
        (line.item.minutes for line in lines), starts_at=each.starts_at, ends_at=each.ends_at
    )
    return show(
        request,
        "group_meetings/agenda.html",
        "次第を作る",
        community=standing.community,
        trail=to_meeting(each, standing.community),
        meeting=found,
        each=each,
        agenda=lines,
        length=length,
    )


@where_they_may(Action.PREPARE_MEETING)
def add_item(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write an item that is no case."""
    found = meeting_in(standing, pk)
    form = ItemForm(request.POST or None, agencies=names_to_look_for(request))

    def save(data: Mapping[str, Any]) -> str:
        services.add_item(
            meeting=found,
            kind=ItemKind(data["kind"]),
            title=data["title"],
            presenter=data["presenter"],
            minutes=data["minutes"],
            actor=actor(request),
            now=timezone.now(),
        )
        return f"「{data['title']}」を加えました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title="次第に項目を加える",
        button="加える",
        back=where("agenda", standing.community, pk),
        trail=to_meeting(one(found), standing.community),
        lead="事例は、「事例を加える」から番号で書きます。",
        field="title",
    )


@where_they_may(Action.PREPARE_MEETING)
def add_case(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write a case: its number, and how long."""
    found = meeting_in(standing, pk)
    form = CaseItemForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        who, now = actor(request), timezone.now()
        reference, minutes = data["reference"], data["minutes"]
        services.add_case(meeting=found, reference=reference, minutes=minutes, actor=who, now=now)
        return f"{reference}を加えました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title="次第に事例を加える",
        button="加える",
        back=where("agenda", standing.community, pk),
        trail=to_meeting(one(found), standing.community),
        lead=CASE_LEAD,
        field="reference",
    )


@where_they_may(Action.PREPARE_MEETING)
def item_minutes(request: HttpRequest, standing: Standing, pk: int, item: int) -> HttpResponse:
    """Give an item more or less time."""
    found = meeting_in(standing, pk)
    line = item_in(standing, found, item)
    form = ItemMinutesForm(request.POST or None, initial={"minutes": line.minutes})

    def save(data: Mapping[str, Any]) -> str:
        services.change_minutes(item=line, minutes=data["minutes"], actor=actor(request), now=timezone.now())
        return "時間を変えました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title=f"「{line}」の時間",
        button="変える",
        back=where("agenda", standing.community, pk),
        trail=to_meeting(one(found), standing.community),
    )


@require_POST
@where_they_may(Action.PREPARE_MEETING)
def move_item(request: HttpRequest, standing: Standing, pk: int, item: int) -> HttpResponse:
    """Let an item go up or down, or off the agenda."""
    line = item_in(standing, meeting_in(standing, pk), item)
    wish = request.POST.get("wish", "")

    def act() -> str:
        if wish == "off":
            services.remove_item(item=line, actor=actor(request), now=timezone.now())
            return f"「{line}」を外しました。"
        services.move_item(item=line, up=wish == "up", actor=actor(request), now=timezone.now())
        return f"「{line}」を動かしました。"

    return deed(request, act, where("agenda", standing.community, pk))


@where_they_may(Action.PREPARE_MEETING)
def recusals(request: HttpRequest, standing: Standing, pk: int, item: int) -> HttpResponse:
    """Say who leaves the room while a case is discussed."""
    found = meeting_in(standing, pk)
    line = item_in(standing, found, item)
    roll = roll_of(standing.community, one(found).day or timezone.localdate())
    chosen = [str(person) for person in line.recusals.values_list("person", flat=True)]
    offered = named_roll(request, standing, [*roll, *queries.others_leaving(line, roll)])
    sent = request.POST if request.method == "POST" else None
    form = RecusalForm(sent, roll=offered, initial={"people": chosen})

    def save(_data: Mapping[str, Any]) -> str:
        services.set_recusals(item=line, people=form.chosen, actor=actor(request), now=timezone.now())
        return "席を外す人を記録しました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title=f"{line}のとき、席を外す人",
        button="記録する",
        back=where("agenda", standing.community, pk),
        trail=to_meeting(one(found), standing.community),
        lead="その事例に関わりのある人は、話し合いの間、席を外します。議事要旨には、名前でなく立場で残ります。",
        field="people",
    )


@where_they_may(Action.READ_MEETING)
def cases(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the cases of a community by number: how often discussed, when next, what waits for a report."""
    today = timezone.localdate()
    days = limit(REPORT_WITHIN, on=today)
    return show(
        request,
        "group_meetings/cases.html",
        "事例のその後",
        community=standing.community,
        trail=to_meetings(standing.community),
        rows=threads_of(standing.community, today=today, days=days),
        days=days,
        may_prepare=standing.may(Action.PREPARE_MEETING),
    )


@where_they_may(Action.PREPARE_MEETING)
def report_case(request: HttpRequest, standing: Standing, item: int) -> HttpResponse:
    """Write down when members were told what came of a case."""
    line, today = case_in(standing, item), timezone.localdate()
    form = CaseReportForm(request.POST or None, today=today, initial={"on": today})

    def save(data: Mapping[str, Any]) -> str:
        services.report_case(
            item=line,
            on=data["on"],
            outcome=CaseOutcome(data["outcome"]),
            actor=actor(request),
            now=timezone.now(),
        )
        return f"{line.reference}のその後を記録しました。"

    back = where("cases", standing.community)
    return form_page(
        request,
        standing,
        form,
        save,
        title=f"{line.reference}のその後",
        button="記録する",
        back=back,
        trail=(*to_meetings(standing.community), ("事例のその後", back)),
        lead="委員や会員に知らせた日と、どうなったかだけを記録します。くわしいことは、専用エリアの委員会室に書きます。",
        field="on",
    )
