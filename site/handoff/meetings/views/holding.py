"""Minutes of a 合同支援会議 on the screen: written, confirmed by the other side; decisions are ticked."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.answers import address, done, posted, pressed, shown
from handoff.meetings.enums import MeetingKind
from handoff.meetings.forms import ConfirmForm, MinutesForm, SendBackForm, TickForm
from handoff.meetings.reading import MeetingRead, may_write_on, read_meeting
from handoff.meetings.rules import MOST_DECISIONS
from handoff.meetings.services.holding import (
    confirm_minutes,
    send_back,
    tick_decision,
    write_minutes,
    write_uncalled,
)

TEMPLATE = "meetings/minutes.html"
NOTE = "書いたあと、相手の側が確かめます。確かめるまでは、直せます。"
CONFIRMING = (
    "押したあとは、だれも直せません。ちがうところがあるときは、押さずに、書いた側にもどしてください。"
)
SENDING_BACK = "書いた側が直すと、もう一度確かめられます。"


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def write_held(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write the minutes of a meeting to which nobody was called here."""
    actor, now = actor_of(request), timezone.now()
    standing, _ = may_write_on(handoff_id=pk, actor=actor, now=now)
    if not standing.may_write:
        raise Http404
    places = range(1, MOST_DECISIONS + 1)
    form = MinutesForm(posted(request), places=places, today=timezone.localdate(now), asks_kind=True)

    def write() -> str:
        data = form.cleaned_data
        meeting = write_uncalled(
            handoff_id=pk,
            kind=MeetingKind(data["kind"]),
            minutes=form.minutes(),
            form_key=data["key"],
            actor=actor,
            now=now,
        )
        return address("support_meeting", meeting.pk)

    more = {"reference": standing.handoff.reference, "back": address("support_meetings", pk), "note": NOTE}
    return done(request, form, write) or shown(request, TEMPLATE, form, "開いた会議の議事録を書く", **more)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def minutes(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write the minutes of a meeting, or write them anew until they are confirmed."""
    actor, now = actor_of(request), timezone.now()
    read = read_meeting(meeting_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_minute:
        raise Http404
    today = timezone.localdate(now)
    form = MinutesForm(posted(request), initial=_known(read), places=read.places, today=today)

    def write() -> str:
        seen = form.cleaned_data["seen"]
        write_minutes(meeting_id=pk, minutes=form.minutes(), seen=seen, actor=actor, now=now)
        return address("support_meeting", pk)

    title = "議事録を直す" if read.meeting.held else "議事録を書く"
    more = {"reference": read.reference, "back": address("support_meeting", pk), "note": NOTE}
    return done(request, form, write) or shown(request, TEMPLATE, form, title, **more)


def _known(read: MeetingRead) -> dict[str, Any]:
    """Return what the minutes say already, for the form."""
    known: dict[str, Any] = {"seen": read.meeting.version}
    called_on = timezone.localdate(read.meeting.starts_at)
    if read.meeting.held is None:
        return known | ({"held_on": called_on} if called_on <= read.today else {})
    held_on, next_on = timezone.localdate(read.meeting.held.held_at), read.meeting.held.next_on
    known |= {"held_on": held_on, "next_on": next_on, "who": read.who, "said": read.said}
    for line in read.decisions:
        texts = {"what": line.what, "owner": line.owner, "side": line.row.side, "due": line.row.due_on}
        known |= {f"{name}_{line.row.position}": value for name, value in texts.items()}
    return known


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Confirm the minutes that the other side wrote."""
    actor, now = actor_of(request), timezone.now()
    read = read_meeting(meeting_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_confirm:
        raise Http404
    known = {"seen": read.meeting.version}
    form = ConfirmForm(posted(request), initial=known, is_for_paper=read.is_for_paper)

    def write() -> str:
        data = form.cleaned_data
        told_by = data.get("told_by", "")
        confirm_minutes(meeting_id=pk, seen=data["seen"], told_by=told_by, actor=actor, now=now)
        return address("support_meeting", pk)

    answer = done(request, form, write, said="議事録を確かめました。", if_late=address("support_meeting", pk))
    return answer or _said_of(request, pk, read, form, "議事録を確かめる", "確かめました", note=CONFIRMING)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def back(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the minutes that the other side wrote back to it, to be mended."""
    actor, now = actor_of(request), timezone.now()
    read = read_meeting(meeting_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_send_back:
        raise Http404
    form = SendBackForm(posted(request), initial={"seen": read.meeting.version})

    def write() -> str:
        send_back(meeting_id=pk, **form.cleaned_data, actor=actor, now=now)
        return address("support_meeting", pk)

    answer = done(
        request, form, write, said="書いた側にもどしました。", if_late=address("support_meeting", pk)
    )
    return answer or _said_of(
        request, pk, read, form, "議事録をもどす", "書いた側にもどす", note=SENDING_BACK
    )


def _said_of(
    request: EnrolledRequest,
    pk: UUID,
    read: MeetingRead,
    form: Form,
    title: str,
    button: str,
    *,
    note: str,
) -> HttpResponse:
    """Show minutes with a form that says something of them: nobody says it of what they do not see."""
    if request.method == "POST":
        # What was sent is shown again, and the minutes with it: that is a reading.
        read = read_meeting(meeting_id=pk, actor=actor_of(request), now=timezone.now())
    return shown(request, "meetings/word.html", form, title, read=read, button=button, note=note)


@policy(open_to=WRITING)
@require_POST
def tick(request: EnrolledRequest, pk: UUID, decision: UUID) -> HttpResponse:
    """Tick what was decided as done, or take the tick away."""
    actor, now, is_done = actor_of(request), timezone.now(), TickForm(request.POST).is_ticked()

    def do() -> None:
        tick_decision(meeting_id=pk, decision_id=decision, is_done=is_done, actor=actor, now=now)

    target = f"{address('support_meeting', pk)}#decision-{decision}"
    return pressed(request, do, target, said="しるしをつけました。" if is_done else "しるしを消しました。")
