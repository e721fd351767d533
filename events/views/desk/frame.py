"""What every screen of the desk shares: the door, the frame around it, the way on."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import for_roles
from accounts.enums import EVENT_DESK_ROLES
from accounts.models import User
from events.models import Application, Event, Session

SEE_OTHER, UNPROCESSABLE = 303, 422
LIST = "研修・行事"

type View = Callable[..., HttpResponse]
type Link = tuple[str, str]

desk_only = for_roles(EVENT_DESK_ROLES)


def reading(view: View) -> View:
    """Open a page that only shows something to the people of the desk."""
    opened: View = desk_only(require_safe(view))
    return opened


def form_page(view: View) -> View:
    """Open a page with a form to the people of the desk."""
    opened: View = desk_only(require_http_methods(["GET", "HEAD", "POST"])(view))
    return opened


def deed(view: View) -> View:
    """Open an act without a page of its own to the people of the desk."""
    opened: View = desk_only(require_POST(view))
    return opened


def actor(request: HttpRequest) -> User:
    """Return who works at the desk."""
    assert isinstance(request.user, User)
    return request.user


def show(
    request: HttpRequest,
    name: str,
    title: str,
    *,
    trail: Sequence[Link] | None = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a screen of the desk; `trail` leads down to it from the list of events, None beside the list."""
    above = [] if trail is None else [(LIST, reverse("event_desk:list")), *trail]
    frame = {"page_title": title, "trail": above, "has_errors": status == UNPROCESSABLE}
    return render(request, f"events/desk/{name}.html", frame | context, status=status)


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the desk after an act."""
    return HttpResponseRedirect(reverse(f"event_desk:{name}", args=args), status=SEE_OTHER)


def to_event(event: Event) -> Link:
    return event.title, reverse("event_desk:event", args=[event.pk])


def to_application(application: Application) -> Link:
    return f"申込 {application.number}", reverse("event_desk:application", args=[application.pk])


def find_event(pk: int) -> Event:
    """Return an event. Raises Http404."""
    return get_object_or_404(Event, pk=pk)


def find_session(pk: int) -> Session:
    """Return a session with its event. Raises Http404."""
    return get_object_or_404(Session.objects.select_related("event"), pk=pk)


def find_application(pk: int) -> Application:
    """Return an application with all that it belongs to. Raises Http404."""
    found = Application.objects.select_related("session", "session__event", "agency", "typed_by__person")
    return get_object_or_404(found, pk=pk)


def sessions_of(event: Event) -> list[Session]:
    """Return an event's sessions that know their event."""
    sessions = list(event.sessions.all())
    for session in sessions:
        session.event = event
    return sessions


def file(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """Return a file to be saved, or with `inline` to be looked at first."""
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
