"""What the screens of the day share: the way down to them, and the way on after an act."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from content.desk import SEE_OTHER, Link
from events.models import Event, Session
from events.views.desk.frame import LIST, to_event

DOOR = "当日の受付"


def trail_of_event(event: Event) -> list[Link]:
    return [(LIST, reverse("event_desk:list")), to_event(event)]


def trail_of_session(session: Session) -> list[Link]:
    return [*trail_of_event(session.event), (DOOR, reverse("day_desk:door", args=[session.pk]))]


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the day."""
    return HttpResponseRedirect(reverse(f"day_desk:{name}", args=args), status=SEE_OTHER)


def back_to(address: str) -> HttpResponseRedirect:
    """Lead back to where the button was pressed."""
    return HttpResponseRedirect(address, status=SEE_OTHER)
