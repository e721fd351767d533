"""The scheduling board, its papers, and the days off that staff write on it."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from events.exceptions import EventsError
from events.lectures import papers, queries
from events.lectures.access import lecture_desk
from events.lectures.board import monday_of, trips, week_board
from events.lectures.desk_forms import AbsenceForm
from events.lectures.enums import SlotKind
from events.lectures.services.handing_out import record_travel_taken
from events.lectures.services.registers import note_absence, remove_absence
from events.lectures.services.slots import span_of

from .frame import BOARD, address, day_in, show, to


@lecture_desk.reading
def board(request: HttpRequest) -> HttpResponse:
    """Show one week: lecturers, rooms and equipment by days, or from top to bottom."""
    monday = _monday(request)
    week = week_board(monday)
    return show(
        request,
        "board",
        f"{BOARD}　{week.title}" if "week" in request.GET else BOARD,
        trail=None,
        board=week,
        monday=monday,
        is_list=request.GET.get("view") == "list",
        here="board",
    )


@lecture_desk.reading
def week_paper(request: HttpRequest) -> HttpResponse:
    """Return the week plan on A4."""
    monday = _monday(request)
    pdf = papers.week_pdf(monday, now=timezone.now())
    return desk.file(pdf, name=f"week-{monday}.pdf", content_type="application/pdf", inline=True)


@lecture_desk.deed
def travel_paper(request: HttpRequest) -> HttpResponse:
    """Hand out the travel list of the week on A4: it says whom to call, so it is written down who took it."""
    monday, now = _monday(request), timezone.now()
    on_the_way = trips(monday)
    pdf = papers.travel_pdf(monday, on_the_way, now=now)
    taken = {trip.request.pk: trip.request for trip in on_the_way}
    record_travel_taken(requests=taken.values(), actor=actor(request), now=now)
    return desk.file(pdf, name=f"travel-{monday}.pdf", content_type="application/pdf", inline=True)


@lecture_desk.form_page
def absences(request: HttpRequest) -> HttpResponse:
    """Show days off and meetings to come, and write one down."""
    now = timezone.now()
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        lecturers=list(queries.active_lecturers()),
        today=timezone.localdate(now),
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            note_absence(
                lecturer=get_object_or_404(queries.active_lecturers(), pk=given["lecturer"]),
                kind=SlotKind(given["kind"]),
                title=given["title"],
                span=span_of(given["starts_at"], given["ends_at"], 0),
                actor=actor(request),
                now=now,
            )
        except EventsError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "予定を書きました。")
            return to("absences")
    return show(
        request,
        "absences",
        "休み・会議",
        trail=None,
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        slots=queries.absences(now),
        here="absences",
    )


@lecture_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day off or a meeting away."""
    slot = get_object_or_404(queries.absences(timezone.now()), pk=pk)
    remove_absence(slot=slot, actor=actor(request), now=timezone.now())
    messages.success(request, "予定を消しました。")
    return HttpResponseRedirect(address("absences"), status=SEE_OTHER)


def _monday(request: HttpRequest) -> date:
    return monday_of(day_in(request, "week", timezone.localdate()))
