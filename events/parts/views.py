"""The desk's screens of a series: its dates, the parts of one, what becomes of one part."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events import letters
from events.access import event_at_the_desk
from events.enums import EventState
from events.exceptions import EventRefused
from events.models import Event, Session
from events.parts.access import part_at_the_desk, parts_desk, session_at_the_desk
from events.parts.forms import PartForm, PartsForm
from events.parts.offers import TITLE
from events.series import load_parts, parts_of
from events.services.parts import change_part, write_parts
from events.services.publishing import concerned_by
from events.views.desk.frame import LIST, to_event


def _trail(event: Event) -> list[Link]:
    return [(LIST, reverse("event_desk:list")), to_event(event)]


def _room(event: Event) -> Link:
    return TITLE, reverse("parts_desk:of_event", args=[event.pk])


@parts_desk.reading
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """List the dates of an event with their parts."""
    event = event_at_the_desk(pk)
    sessions = list(event.sessions.select_related("event"))
    load_parts(sessions)
    return desk.show(
        request,
        "parts/desk/of_event.html",
        TITLE,
        trail=_trail(event),
        event=event,
        dates=[(session, letters.when(session), parts_of(session)) for session in sessions],
        may_change=event.state == EventState.PUBLISHED,
    )


@parts_desk.form_page
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, move or take off the parts of one date; whoever has applied hears of it."""
    session, now = session_at_the_desk(pk), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = _parts_form(session, data)

    def save() -> Done:
        written = write_parts(session=session, plans=form.plans, actor=actor(request), now=now)
        count = written.part_count
        words = f"全{count}回にしました。" if count else "1回だけの日程にしました。"
        return Done(words, _room(session.event)[1])

    screen = Screen(
        "parts/desk/write.html", letters.when(session), [*_trail(session.event), _room(session.event)]
    )
    kept = Kept(session, lambda: _parts_form(session_at_the_desk(pk)))
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=EventRefused,
        kept=kept,
        session=session,
        event=session.event,
        told=_told(session),
    )


def _parts_form(session: Session, data: object = None) -> PartsForm:
    return PartsForm(data, session=session, parts=parts_of(session), today=timezone.localdate())


@parts_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Call one part off, put it off, or bring it back; the others stay."""
    part, now = part_at_the_desk(pk), timezone.now()
    event = part.session.event
    form = PartForm(
        request.POST if request.method == "POST" else None, part=part, today=timezone.localdate(now)
    )

    def save() -> Done:
        starts_at, ends_at = form.moments
        kind = form.kind_given
        change_part(
            part=part,
            kind=kind,
            reason=form.cleaned_data["reason"],
            starts_at=starts_at,
            ends_at=ends_at,
            deadline_at=form.deadline_at,
            actor=actor(request),
            now=now,
        )
        return Done(f"第{part.number}回を「{kind.label}」にして、知らせました。", _room(event)[1])

    screen = Screen(
        "parts/desk/change.html", f"第{part.number}回を、中止・延期する", [*_trail(event), _room(event)]
    )
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=EventRefused,
        part=part,
        event=event,
        line=letters.part_line(part),
        told=_told(part.session),
    )


def _told(session: Session) -> int:
    """Return how many applications hear of a change."""
    return len(concerned_by(session)) if session.event.state == EventState.PUBLISHED else 0
