"""Meetings of a year, one meeting, its stages, and series of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content import desk
from content.desk import actor
from foundation.japanese.business_days import is_public_holiday
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from outreach.study_groups import member_queries
from outreach.study_groups.access import Standing, row_in
from outreach.study_groups.enums import Action
from outreach.study_groups.forms import DayForm
from outreach.study_groups.meetings import papers, rules
from outreach.study_groups.meetings.access import meeting_in, versions_for
from outreach.study_groups.meetings.forms.planning import BriefingForm, SeriesForm, TimeForm
from outreach.study_groups.meetings.models import Meeting
from outreach.study_groups.meetings.queries import meetings as queries
from outreach.study_groups.meetings.services import preparing
from outreach.study_groups.views.frame import go, names_to_look_for, saved, show, status_of, where_they_may
from outreach.study_groups.views.plans import FIRST_YEAR, YEARS_AHEAD

from .polls import announce_address
from .ways import deed, form_page, may_prepare, may_record, naming, one, to_meeting, to_meetings, where

PAST = "もう過ぎた日です"
STAGES = {
    "sent": ("資料を送った日", preparing.record_materials_sent, "資料を送った日を記録しました。"),
    "held": ("会議を開いた日", preparing.record_held, "会議を開いた日を記録しました。"),
}


@where_they_may(Action.READ_MEETING)
def meetings(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the meetings of a year."""
    community, this_year = standing.community, fiscal_year(timezone.localdate())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else this_year
    if not FIRST_YEAR <= year <= this_year + YEARS_AHEAD:
        raise Http404
    prepares = standing.may(Action.PREPARE_MEETING)
    return show(
        request,
        "group_meetings/meetings.html",
        "会議",
        community=community,
        rows=queries.shown(queries.meetings_of(community, year)),
        others=queries.rows_without_meeting(community, year) if prepares else [],
        year_title=f"{fiscal_year_label(year)}の会議",
        before=year - 1,
        after=year + 1 if year < this_year + YEARS_AHEAD else None,
        may_prepare=prepares,
        may_write=standing.may(Action.WRITE_PLAN),
    )


@require_POST
@where_they_may(Action.PREPARE_MEETING)
def begin(request: HttpRequest, standing: Standing, row: int) -> HttpResponse:
    """Prepare a line of the plan as a meeting."""
    found = row_in(standing, row)

    def act() -> str:
        preparing.begin_meeting(row=found, actor=actor(request), now=timezone.now())
        return f"「{found.theme}」の準備を始めました。"

    return deed(request, act, where("meetings", standing.community))


@where_they_may(Action.PREPARE_MEETING)
def row_held(request: HttpRequest, standing: Standing, row: int) -> HttpResponse:
    """Write down on which day a line was held whose month is past."""
    found, today = row_in(standing, row), timezone.localdate()
    form = DayForm(request.POST or None, today=today, label="開いた日")
    back = reverse("study_groups:plan", args=[standing.community.slug, found.plan.fiscal_year])

    def save(data: Mapping[str, Any]) -> str:
        preparing.record_row_held(row=found, on=data["on"], actor=actor(request), now=timezone.now())
        return f"「{found.theme}」を開いたことを記録しました。出欠と議事要旨は、「会議」で書けます。"

    return form_page(
        request,
        standing,
        form,
        save,
        title=f"「{found.theme}」を開いた日",
        button="記録する",
        back=back,
        trail=(),
        field="on",
    )


@where_they_may(Action.WRITE_PLAN)
def series(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Show which days a rule gives, and write those that were kept into the plan."""
    community, today = standing.community, timezone.localdate()
    agencies = names_to_look_for(request)
    form = SeriesForm(request.POST or None, kind=community.kind, today=today, agencies=agencies)
    days: list[rules.ProposedDay] = []
    if request.method == "POST" and form.is_valid():
        days = rules.days_of(form.series, is_holiday=is_public_holiday)

    def save(_data: Mapping[str, Any]) -> str:
        chosen = set(request.POST.getlist("day"))
        made = preparing.write_series(
            community=community,
            common=form.common,
            days=[each.day for each in days if each.day.isoformat() in chosen],
            actor=actor(request),
            now=timezone.now(),
        )
        return f"{len(made)}回の会議を、計画に書きました。"

    if "write" in request.POST and days and saved(request, form, save):
        return go(where("meetings", community))
    return show(
        request,
        "group_meetings/series.html",
        "会議の日をまとめて決める",
        community=community,
        trail=to_meetings(community),
        status=status_of(form),
        form=form,
        days=_with_conflicts(standing, days, today),
    )


def _with_conflicts(
    standing: Standing, days: list[rules.ProposedDay], today: date
) -> list[tuple[rules.ProposedDay, str]]:
    """Return the days of a rule, each with why it may better be left out."""
    taken = queries.days_taken(standing.community, [each.day for each in days])
    words = {day: f"この日には、もう「{theme}」があります" for day, theme in taken.items()}
    return [(each, words.get(each.day, PAST if each.day < today else "")) for each in days]


@where_they_may(Action.READ_MEETING)
def meeting(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show a meeting: when, how far, its agenda, who came by agency, minutes, decisions."""
    found = meeting_in(standing, pk)
    each, prepares = one(found), standing.may(Action.PREPARE_MEETING)
    agenda = queries.agenda_of(found, starts_at=each.starts_at)
    length = rules.length_of(
        (line.item.minutes for line in agenda), starts_at=each.starts_at, ends_at=each.ends_at
    )
    return show(
        request,
        "group_meetings/meeting.html",
        each.title,
        community=standing.community,
        trail=to_meetings(standing.community),
        meeting=found,
        each=each,
        agenda=agenda,
        length=length,
        poll=queries.open_poll(found),
        came=queries.came_by_body(found) if found.held_on else [],
        version=versions_for(standing, found).first(),
        decisions=list(found.decisions.all()),
        materials=list(queries.materials_of(found)) if prepares else [],
        today=timezone.localdate(),
        may={action.value: standing.may(action) for action in Action},
        may_change=may_prepare(standing, found),
        may_record=may_record(standing, each),
        announce=announce_address(found),
        briefed_by=_who_briefed(request, standing, found) if prepares else "",
        may_announce=standing.may(Action.HOLD_SESSION) and found.row.event_id is None,
    )


def _who_briefed(request: HttpRequest, standing: Standing, meeting: Meeting) -> str:
    """Return with whom the agenda was gone through, as they may be named."""
    person = meeting.briefed_by
    return naming(request, standing, [person.pk]).called(person.pk, person.name) if person else ""


@where_they_may(Action.PREPARE_MEETING)
def time(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say when and where a meeting is meant to be."""
    found = meeting_in(standing, pk)
    each = one(found)
    initial: dict[str, Any] = {"place": found.place}
    if each.starts_at and each.ends_at:
        begins, ends = timezone.localtime(each.starts_at), timezone.localtime(each.ends_at)
        initial |= {"day": begins.date(), "starts": begins.time(), "ends": ends.time()}
    form = TimeForm(request.POST or None, today=timezone.localdate(), initial=initial)

    def save(_data: Mapping[str, Any]) -> str:
        preparing.propose_time(meeting=found, when=form.when, actor=actor(request), now=timezone.now())
        return "日時と場所を決めました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title="日時と場所を決める",
        button="決める",
        back=where("meeting", standing.community, pk),
        trail=to_meeting(each, standing.community),
    )


@where_they_may(Action.PREPARE_MEETING)
def briefing(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down who went through the agenda with the chair, and when."""
    found, today = meeting_in(standing, pk), timezone.localdate()
    able = member_queries.who_may_run(standing.community, today=today)
    known = naming(request, standing, [each.pk for each in able])
    people = [(each, known.called(each.pk, each.name)) for each in able]
    initial = {"on": found.briefed_on or today, "by": found.briefed_by_id or actor(request).person_id}
    form = BriefingForm(request.POST or None, today=today, people=people, initial=initial)

    def save(data: Mapping[str, Any]) -> str:
        who, now = actor(request), timezone.now()
        preparing.record_briefing(meeting=found, on=data["on"], by=form.person, actor=who, now=now)
        return "打ち合わせを記録しました。"

    return form_page(
        request,
        standing,
        form,
        save,
        title="委員長（世話人）との打ち合わせ",
        button="記録する",
        back=where("meeting", standing.community, pk),
        trail=to_meeting(one(found), standing.community),
        lead="次第を見ながら、進め方を確かめた日を書きます。",
    )


@where_they_may(Action.PREPARE_MEETING)
def stage(request: HttpRequest, standing: Standing, pk: int, name: str) -> HttpResponse:
    """Write down on which day papers were sent, or the meeting was held."""
    if name not in STAGES:
        raise Http404
    found, today = meeting_in(standing, pk), timezone.localdate()
    title, record, words = STAGES[name]
    each = one(found)
    meant = min(each.day, today) if name == "held" and isinstance(each.day, date) else today
    form = DayForm(request.POST or None, today=today, initial={"on": meant})

    def save(data: Mapping[str, Any]) -> str:
        record(meeting=found, on=data["on"], actor=actor(request), now=timezone.now())
        return words

    return form_page(
        request,
        standing,
        form,
        save,
        title=title,
        button="記録する",
        back=where("meeting", standing.community, pk),
        trail=to_meeting(each, standing.community),
    )


@require_POST
@where_they_may(Action.PREPARE_MEETING)
def close(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say that a meeting is done with."""
    found = meeting_in(standing, pk)

    def act() -> str:
        preparing.close_meeting(meeting=found, actor=actor(request), now=timezone.now())
        return "会議を完了にしました。"

    return deed(request, act, where("meeting", standing.community, pk))


@where_they_may(Action.READ_MEETING)
def agenda_paper(_request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Return the agenda on A4."""
    content = papers.agenda_pdf(one(meeting_in(standing, pk)), now=timezone.now())
    return desk.file(content, name="次第.pdf", content_type="application/pdf", inline=True)
