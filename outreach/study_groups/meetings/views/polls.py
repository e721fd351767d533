"""A day is asked for, answered and chosen."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from foundation.japanese.dates import clock_time, short_date
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action, PlanState
from outreach.study_groups.meetings.access import meeting_in, poll_in
from outreach.study_groups.meetings.forms.planning import AnswerForm, OptionsForm
from outreach.study_groups.meetings.models import DatePoll, Meeting
from outreach.study_groups.meetings.queries import meetings as queries
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.meetings.services import polls as services
from outreach.study_groups.registries import OnTheRoll
from outreach.study_groups.views.frame import (
    address,
    go,
    saved,
    show,
    status_of,
    where_they_may,
    whole_number,
)

from .ways import deed, named_roll, one, to_meeting, where


@where_they_may(Action.PREPARE_MEETING)
def open_poll(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Put up the days that are asked about."""
    found = meeting_in(standing, pk)
    form = OptionsForm(request.POST or None, today=timezone.localdate())
    made: list[int] = []

    def save(_data: Mapping[str, Any]) -> str:
        poll = services.open_poll(meeting=found, options=form.times, actor=actor(request), now=timezone.now())
        made.append(poll.pk)
        return "日程の調整を始めました。"

    if saved(request, form, save, field="day_1"):
        return go(where("poll", standing.community, pk, made[0]))
    return show(
        request,
        "group_meetings/options.html",
        "候補の日を出す",
        community=standing.community,
        trail=to_meeting(one(found), standing.community),
        status=status_of(form),
        form=form,
        meeting=found,
    )


@where_they_may(Action.ANSWER_POLL)
def poll(request: HttpRequest, standing: Standing, pk: int, number: int) -> HttpResponse:
    """Show what was answered, and take the answer of whoever is on the roll, or of others by telephone."""
    found = meeting_in(standing, pk)
    asked, person = poll_in(found, number), actor(request).person_id
    prepares = standing.may(Action.PREPARE_MEETING)
    roll = roll_of(standing.community, timezone.localdate())
    if prepares:
        roll = named_roll(request, standing, roll)
    answers = queries.answers_of(asked, roll, person=person)
    form = _form(request, asked, answers, roll, person, prepares=prepares)

    def save(data: Mapping[str, Any]) -> str:
        assert form is not None
        of = int(data["person"]) if "person" in data else person
        services.answer_poll(
            poll=asked, person=of, marks=form.marks, actor=actor(request), now=timezone.now()
        )
        return "返事を記録しました。"

    if request.method == "POST" and form is None:
        messages.error(request, services.OVER)
        return go(where("poll", standing.community, pk, number))
    if form is not None and saved(request, form, save):
        return go(where("poll", standing.community, pk, number))
    return show(
        request,
        "group_meetings/poll.html",
        "日程の調整",
        community=standing.community,
        trail=to_meeting(one(found), standing.community),
        status=status_of(form) if form else 200,
        form=form,
        meeting=found,
        poll=asked,
        answers=answers,
        may_prepare=prepares,
    )


def _form(
    request: HttpRequest,
    asked: DatePoll,
    answers: queries.Answers,
    roll: list[OnTheRoll],
    person: int,
    *,
    prepares: bool,
) -> AnswerForm | None:
    """Return the form of whoever may answer: a person of the roll for themselves, a preparer for anybody."""
    is_on_the_roll = any(each.person == person for each in roll)
    if asked.closed_at is not None or not (prepares or is_on_the_roll):
        return None
    people = [(each.person, each.choice) for each in roll] if prepares else []
    if prepares and not people:
        return None
    choices = [(each.pk, _words(each)) for each in answers.options]
    initial = {"person": str(person)} if is_on_the_roll else {}
    marks = {"○": "yes", "△": "maybe", "×": "no"}
    initial |= {f"mark_{each.pk}": marks[each.mine] for each in answers.options if each.mine}
    return AnswerForm(request.POST or None, choices=choices, people=people, initial=initial)


def _words(option: queries.OptionLine) -> str:
    begins, ends = timezone.localtime(option.starts_at), timezone.localtime(option.ends_at)
    return f"{short_date(begins.date())}　{clock_time(begins.time())}から{clock_time(ends.time())}"


@require_POST
@where_they_may(Action.PREPARE_MEETING)
def close_poll(request: HttpRequest, standing: Standing, pk: int, number: int) -> HttpResponse:
    """End a poll; a chosen day goes into the form that announces the meeting."""
    found = meeting_in(standing, pk)
    asked, option = poll_in(found, number), request.POST.get("option", "")
    chosen = whole_number(option)
    if option and chosen is None:
        raise Http404
    where_next = [where("meeting", standing.community, pk)]

    def act() -> str:
        closed = services.close_poll(poll=asked, chosen=chosen, actor=actor(request), now=timezone.now())
        if chosen is None:
            return "日を決めずに、日程の調整を終えました。"
        if closed.row.plan.state == PlanState.APPROVED and standing.may(Action.HOLD_SESSION):
            where_next.append(announce_address(closed))
            return "日が決まりました。つづけて、案内してください。"
        return "日が決まりました。計画が承認されたら、案内できます。"

    response = deed(request, act, "")
    response["Location"] = where_next[-1]
    return response


def announce_address(meeting: Meeting) -> str:
    """Return the form that announces a meeting, with what is known of it filled in."""
    community = meeting.row.plan.community
    way = address("announce", community, meeting.row_id)
    if meeting.starts_at is None or meeting.ends_at is None:
        return way
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    known = {
        "day": f"{begins:%Y/%-m/%-d}",
        "starts": f"{begins:%-H:%M}",
        "ends": f"{ends:%-H:%M}",
        "venue": meeting.place,
    }
    return f"{way}?{urlencode(known)}"
