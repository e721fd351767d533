"""Events are made, changed, published, brought back and written out again for another year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from content.meanwhile import SEEN, Meanwhile, held
from events.access import event_at_the_desk, event_desk
from events.desk_forms.editor import EventEditor
from events.enums import ACTIVE_STATES, EventState
from events.exceptions import EventsError
from events.models import Event
from events.services.duplicating import duplicate_event
from events.services.notices import notice_audience
from events.services.publishing import (
    create_event,
    publish_event,
    reinstate_event,
    update_event,
)

from .frame import show, to, to_event


@event_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make an event, its page, its application form, its FAX sheet and its calendar entries with one form."""
    now = timezone.now()
    if request.method != "POST":
        return _form(request, EventEditor(now=now))
    editor = EventEditor(request.POST, request.FILES, now=now)
    if _changes_rows(request, editor):
        return _form(request, editor)
    if not editor.is_valid():
        return _form(request, editor, status=UNPROCESSABLE)
    event = create_event(
        details=editor.form.details,
        sessions=editor.plans,
        publish="publish" in request.POST,
        uploads=editor.form.uploads(),
        actor=actor(request),
        now=now,
    )
    messages.success(request, _told(event))
    return to("event", event.pk)


@event_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event with the form that made it."""
    now, event = timezone.now(), event_at_the_desk(pk)
    if request.method != "POST":
        return _form(request, EventEditor(event=event, now=now))
    editor = EventEditor(request.POST, request.FILES, event=event, now=now)
    if _changes_rows(request, editor):
        return _form(request, editor)
    if not editor.is_valid():
        return _form(request, editor, status=UNPROCESSABLE)
    with held(event):
        fresh = EventEditor(event=event_at_the_desk(pk), now=now)
        meanwhile = editor.changed_meanwhile(request.POST.get(SEEN, ""), fresh=fresh, reader=actor(request))
        if meanwhile is not None:
            return _form(request, editor, meanwhile=meanwhile, status=UNPROCESSABLE)
        try:
            changed = update_event(
                event=event,
                details=editor.form.details,
                sessions=editor.plans,
                publish="publish" in request.POST,
                uploads=editor.form.uploads(),
                removed_attachments=editor.form.cleaned_data["removed"],
                actor=actor(request),
                now=now,
            )
        except EventsError as refused:
            editor.form.add_error(None, str(refused))
        else:
            was_draft = event.state == EventState.DRAFT
            messages.success(request, _told(changed) if was_draft else "変更を保存しました。")
            return to("event", event.pk)
    return _form(request, editor, status=UNPROCESSABLE)


def _changes_rows(request: HttpRequest, editor: EventEditor) -> bool:
    if "add_session" in request.POST:
        editor.change_rows()
        return True
    if "remove_session" in request.POST:
        number = request.POST["remove_session"]
        editor.change_rows(remove=int(number) if number.isdecimal() else -1)
        return True
    return False


def _form(
    request: HttpRequest, editor: EventEditor, *, meanwhile: Meanwhile | None = None, status: int = 200
) -> HttpResponse:
    event = editor.event
    seen = request.POST.get(SEEN, "") if request.method == "POST" else editor.mark if event else ""
    return show(
        request,
        "form",
        "変更する" if event else "研修・行事を作る",
        trail=[to_event(event)] if event else [],
        status=status,
        editor=editor,
        form=editor.form,
        meanwhile=meanwhile,
        seen=meanwhile.mark if meanwhile else seen,
        is_draft=event is None or event.state == EventState.DRAFT,
        told=sum(map(len, _concerned(event))) if event else 0,
    )


def _told(event: Event) -> str:
    if event.state == EventState.PUBLISHED:
        numbers = f"研修番号は {event.number}、用紙番号は {event.sheet_number} です。"
        return f"「{event.title}」を公開しました。{numbers}"
    return f"「{event.title}」を下書きで置きました。公開するまで、外からは見えません。"


@event_desk.deed
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft public."""
    event = event_at_the_desk(pk)
    try:
        publish_event(event=event, actor=actor(request), now=timezone.now())
    except EventsError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{event.title}」を公開しました。")
    return to("event", pk)


@event_desk.deed
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an event out again for another year, as a draft to be looked through."""
    event = duplicate_event(event=event_at_the_desk(pk), actor=actor(request), now=timezone.now())
    messages.success(
        request,
        "写しを下書きで作りました。日付は364日あと（同じ曜日）です。資料とオンラインの入口は写していません。",
    )
    return to("edit", event.pk)


@event_desk.form_page
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who will be told, then bring a cancelled event back."""
    event = event_at_the_desk(pk)
    if request.method != "POST" and event.state == EventState.CANCELLED:
        by_mail, by_other_ways = _concerned(event)
        return show(
            request,
            "reinstate",
            "中止を取り消す",
            trail=[to_event(event)],
            event=event,
            by_mail=by_mail,
            by_other_ways=by_other_ways,
        )
    try:
        reinstate_event(event=event, actor=actor(request), now=timezone.now())
    except EventsError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{event.title}」を、もとどおり行うことにしました。")
    return to("event", pk)


def _concerned(event: Event) -> tuple[list[object], list[object]]:
    audience = notice_audience(event, sorted(ACTIVE_STATES))
    return list(audience.by_mail), list(audience.by_other_ways)
