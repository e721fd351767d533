"""合同支援会議 on the screen: those of a hand-off, one of them, its papers, its day for a calendar."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.calendar.ics import publish
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.answers import paper
from handoff.enums import EVERYBODY_ENROLLED
from handoff.meetings.calendar import entry_of
from handoff.meetings.paper import letter_pdf, minutes_pdf, tasks_pdf
from handoff.meetings.reading import CALLED, HELD, list_meetings, read_meeting

TITLE = "合同支援会議"
# A calendar that reads the file asks for nothing again: whoever changes a day tells it by mail.
HOURS = 24


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def meetings(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the meetings of a hand-off, and what was decided in them."""
    read = list_meetings(handoff_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "meetings/list.html", {"page_title": TITLE, "read": read})


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def meeting(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a meeting: its call, its minutes, what was decided."""
    read = read_meeting(meeting_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "meetings/meeting.html", {"page_title": TITLE, "read": read})


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def call_letter(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the call as a letter; the printing is written down."""
    actor, now = actor_of(request), timezone.now()
    read = read_meeting(meeting_id=pk, actor=actor, now=now, verb="meetings.call_printed", states=CALLED)
    return paper(letter_pdf(read), name=f"{read.reference}-meeting-call")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def calendar(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the day of a called meeting for a calendar: number and time, and nothing else."""
    actor, now = actor_of(request), timezone.now()
    read = read_meeting(meeting_id=pk, actor=actor, now=now, verb="meetings.day_downloaded", states=CALLED)
    content = publish([entry_of(read)], name=TITLE, ttl_hours=HOURS, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{read.reference}-meeting.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def minutes_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the minutes on A4; the printing is written down."""
    actor, now = actor_of(request), timezone.now()
    read = read_meeting(meeting_id=pk, actor=actor, now=now, verb="meetings.minutes_printed", states=HELD)
    return paper(minutes_pdf(read), name=f"{read.reference}-minutes")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def tasks_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give everything that the meetings of a hand-off decided on A4; the printing is written down."""
    actor, now = actor_of(request), timezone.now()
    read = list_meetings(handoff_id=pk, actor=actor, now=now, verb="meetings.decisions_printed", is_kept=True)
    return paper(tasks_pdf(read), name=f"{read.standing.handoff.reference}-decisions")
