"""Calling to a 合同支援会議 on the screen, changing the call, calling it off."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.answers import address, answered, posted
from handoff.meetings.forms import CallForm, CallOffForm
from handoff.meetings.reading import MeetingRead, may_write_on, read_meeting
from handoff.meetings.services.calling import call_meeting, call_off, change_call

TOLD = "相手の側に、内容を書かないメールで知らせます。"


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def call(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Call both sides to a meeting."""
    actor, now = actor_of(request), timezone.now()
    standing, next_on = may_write_on(handoff_id=pk, actor=actor, now=now)
    if not standing.may_write:
        raise Http404
    form = CallForm(posted(request), initial={"day": next_on} if next_on else None)

    def write() -> str:
        key = form.cleaned_data["key"]
        meeting = call_meeting(handoff_id=pk, call=form.call(), form_key=key, actor=actor, now=now)
        return address("support_meeting", meeting.pk)

    return answered(
        request,
        form,
        write,
        title="合同支援会議に呼ぶ",
        button="会議に呼ぶ",
        back=address("support_meetings", pk),
        reference=standing.handoff.reference,
        note=TOLD,
    )


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Change when and where a meeting is, who is asked and what about."""
    actor, now = actor_of(request), timezone.now()
    read = _read(request, pk)
    if not read.may_change:
        raise Http404
    starts_at = timezone.localtime(read.meeting.starts_at)
    known = {
        "seen": read.meeting.version,
        "kind": read.meeting.kind,
        "day": starts_at.date(),
        "time": starts_at.time(),
        "lasts": read.meeting.lasts,
    }
    form = CallForm(posted(request), initial=known | read.texts)

    def write() -> str:
        change_call(meeting_id=pk, call=form.call(), seen=form.cleaned_data["seen"], actor=actor, now=now)
        return address("support_meeting", pk)

    return answered(
        request,
        form,
        write,
        title="日時や場所を変える",
        button="変える",
        back=address("support_meeting", pk),
        reference=read.reference,
        note=TOLD,
    )


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def off(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Call a meeting off, for either side."""
    actor, now = actor_of(request), timezone.now()
    read = _read(request, pk)
    if not read.may_call_off:
        raise Http404
    form = CallOffForm(posted(request), initial={"seen": read.meeting.version})

    def write() -> str:
        call_off(meeting_id=pk, **form.cleaned_data, actor=actor, now=now)
        return address("support_meeting", pk)

    return answered(
        request,
        form,
        write,
        title="会議をとりやめる",
        button="とりやめる",
        back=address("support_meeting", pk),
        reference=read.reference,
        note=TOLD,
    )


def _read(request: EnrolledRequest, pk: UUID) -> MeetingRead:
    """Return a meeting as this actor reads it. Raises Http404."""
    actor, now = actor_of(request), timezone.now()
    return read_meeting(meeting_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
