"""Attendance and decisions."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.forms import DayForm
from outreach.study_groups.meetings import papers
from outreach.study_groups.meetings.access import decision_in, meeting_in
from outreach.study_groups.meetings.forms.records import AttendanceForm, DecisionForm
from outreach.study_groups.meetings.queries import meetings as queries
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.meetings.services import recording
from outreach.study_groups.views.frame import go, names_to_look_for, saved, show, status_of, where_they_may

from .ways import form_page, may_record, named_lines, named_roll, one, to_meeting, to_meetings, where


@where_they_may(Action.PREPARE_MEETING)
def attendance(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show who is there with the headcount, and write it down."""
    found, community = meeting_in(standing, pk), standing.community
    each = one(found)
    day = each.day or timezone.localdate()
    lines = named_lines(request, standing, queries.roll_lines(found, roll_of(community, day)))
    form = AttendanceForm(request.POST or None, lines=lines)

    def save(_data: Mapping[str, Any]) -> str:
        recording.mark_presence(
            meeting=found, day=day, marks=form.changed, actor=actor(request), now=timezone.now()
        )
        return "出欠を記録しました。"

    if saved(request, form, save):
        return go(where("attendance", community, pk))
    return show(
        request,
        "group_meetings/attendance.html",
        "出席簿",
        community=community,
        trail=to_meeting(each, community),
        status=status_of(form),
        form=form,
        meeting=found,
        each=each,
        head=queries.head_of(lines, community),
        may_change=may_record(standing, each),
    )


@where_they_may(Action.PREPARE_MEETING)
def attendance_paper(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Return the list to sign on A4."""
    each = one(meeting_in(standing, pk))
    roll = named_roll(request, standing, roll_of(standing.community, each.day or timezone.localdate()))
    content = papers.attendance_pdf(each, roll, now=timezone.now())
    return desk.file(content, name="出席簿.pdf", content_type="application/pdf", inline=True)


@where_they_may(Action.READ_MEETING)
def decisions(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List what was decided at all meetings, what is open and late first."""
    today = timezone.localdate()
    rows = list(queries.decisions_of(standing.community))
    return show(
        request,
        "group_meetings/decisions.html",
        "決まったこと",
        community=standing.community,
        trail=to_meetings(standing.community),
        rows=[each for each in rows if each.done_on is None],
        done=[each for each in rows if each.done_on is not None],
        today=today,
        may_prepare=standing.may(Action.PREPARE_MEETING),
    )


@where_they_may(Action.PREPARE_MEETING)
def decide(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down what was decided."""
    found = meeting_in(standing, pk)
    today, agencies = timezone.localdate(), names_to_look_for(request)
    form = DecisionForm(request.POST or None, today=today, agencies=agencies)

    def save(data: Mapping[str, Any]) -> str:
        recording.record_decision(
            meeting=found,
            text=data["text"],
            owner=data["owner"],
            due_on=data["due_on"],
            actor=actor(request),
            now=timezone.now(),
        )
        return "決まったことを記録しました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title="決まったことを書く",
        button="記録する",
        back=where("meeting", standing.community, pk),
        trail=to_meeting(one(found), standing.community),
    )


@where_they_may(Action.PREPARE_MEETING)
def done(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say that what was decided is done."""
    found, today = decision_in(standing, pk), timezone.localdate()
    form = DayForm(request.POST or None, today=today, initial={"on": today})
    back = where("decisions", standing.community)

    def save(data: Mapping[str, Any]) -> str:
        recording.finish_decision(decision=found, on=data["on"], actor=actor(request), now=timezone.now())
        return "済んだことを記録しました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title="済んだ日",
        button="記録する",
        back=back,
        trail=(*to_meetings(standing.community), ("決まったこと", back)),
        lead=found.text,
        field="on",
    )
