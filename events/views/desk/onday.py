"""The day itself: the roster goes out, and who came is written down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor, file
from events import desk_queries, letters, roster
from events.access import event_at_the_desk, event_desk
from events.desk_forms.deeds import RosterForm
from events.enums import Attendance, ExportReason, RosterKind, RosterReader
from events.models import Participant
from events.registries import part_markings
from events.services.attendance import mark_attendance
from events.services.exporting import export_roster

from .frame import find_session, show, to, to_event

MARKS = [(each.value, each.label) for each in Attendance]


@event_desk.form_page
def roster_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the roster; of an old encoding say first which characters it lacks."""
    event = event_at_the_desk(pk)
    sessions = list(event.sessions.all())
    form = RosterForm(request.POST if request.method == "POST" else None, sessions=sessions)
    context: dict[str, Any] = {"event": event, "form": form, "counts": desk_queries.roster_counts(sessions)}
    trail = [to_event(event)]
    if not form.is_bound or not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return show(request, "roster", "名簿を出す", trail=trail, status=status, **context)
    session, kind = form.chosen_session, RosterKind(form.cleaned_data["kind"])
    reader = RosterReader(form.cleaned_data["reader"])
    if kind == RosterKind.CSV_CP932 and "anyway" not in request.POST:
        replaced = roster.roster_csv(session, reader, encoding="cp932").replaced
        if replaced:
            return show(
                request, "roster_lacks", "書けない文字があります", trail=trail, replaced=replaced, **context
            )
    reason = ExportReason(form.cleaned_data["reason"])
    made = export_roster(
        session=session, kind=kind, reason=reason, reader=reader, actor=actor(request), now=timezone.now()
    )
    return file(made.content, name=made.name, content_type=made.content_type)


@event_desk.form_page
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came: one mark a person, or everybody at once and then the exceptions.

    Of a series one mark would stand for all its parts: it is written part by part, on a screen of a room.
    """
    session = find_session(pk)
    by_part = [address(session) for address in part_markings] if session.part_count else []
    if by_part:
        return HttpResponseRedirect(by_part[0], status=SEE_OTHER)
    people = list(desk_queries.seated_people(session))
    if request.method == "POST":
        marks = _everybody(people) if "everybody" in request.POST else _marks(request, people)
        changed = mark_attendance(session=session, marks=marks, actor=actor(request), now=timezone.now())
        messages.success(
            request, f"{changed}人の出欠を書きました。" if changed else "変わったところはありません。"
        )
        return to("attendance", pk)
    return show(
        request,
        "attendance",
        "出欠を書く",
        trail=[to_event(session.event)],
        event=session.event,
        session=session,
        when=letters.when(session),
        people=people,
        marks=MARKS,
        sectors=desk_queries.sector_lines(people),
        unmarked=sum(not person.attendance for person in people),
    )


def _everybody(people: list[Participant]) -> dict[int, str]:
    """Whoever has no mark yet came; marks that stand are left alone."""
    return {person.pk: Attendance.ATTENDED for person in people if not person.attendance}


def _marks(request: HttpRequest, people: list[Participant]) -> dict[int, str]:
    """Return what was changed on the page as it was shown: two people may write at two desks."""
    marks = {}
    for person in people:
        mark = request.POST.get(f"mark-{person.pk}")
        if mark in Attendance.values and mark != request.POST.get(f"was-{person.pk}", ""):
            marks[person.pk] = mark
    return marks
