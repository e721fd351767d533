"""What the screens of the event desk share: their records, and the way down from the list of events."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content import desk
from content.desk import SEE_OTHER, Link
from events import desk_queries
from events.models import Application, Event, Session

LIST = "研修・行事"


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
    template = f"events/desk/{name}.html"
    return desk.show(request, template, title, trail=above, status=status, **context)


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the desk after an act."""
    return HttpResponseRedirect(reverse(f"event_desk:{name}", args=args), status=SEE_OTHER)


def to_event(event: Event) -> Link:
    return event.title, reverse("event_desk:event", args=[event.pk])


def to_application(application: Application) -> Link:
    return f"申込 {application.number}", reverse("event_desk:application", args=[application.pk])


def below(application: Application) -> list[Link]:
    """Return the way down from the list of events to an application, for screens under it."""
    return [
        (LIST, reverse("event_desk:list")),
        to_event(application.session.event),
        to_application(application),
    ]


def find_session(pk: int) -> Session:
    """Return a session with its event. Raises Http404."""
    return get_object_or_404(desk_queries.sessions(), pk=pk)


def find_application(pk: int) -> Application:
    """Return an application with all that it belongs to. Raises Http404."""
    return get_object_or_404(desk_queries.applications(), pk=pk)
