"""What the screens of the video desk share: their template, the way down, and forms that lead back."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content import desk
from content.desk import SEE_OTHER, Link
from content.desk_forms import Screen
from training_media.courses.exceptions import CourseRefused
from training_media.models import Course, Part

LIST = "研修動画"
CARDS = "要点カード"


def address(name: str, *args: object) -> str:
    return reverse(f"video_desk:{name}", args=args)


def show(
    request: HttpRequest,
    name: str,
    title: str,
    *,
    trail: Sequence[Link] | None = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a screen of the desk; `trail` leads down to it from the list, None beside the list."""
    return desk.show(
        request, f"courses/desk/{name}.html", title, trail=_down(trail), status=status, **context
    )


def screen(name: str, title: str, trail: Sequence[Link] | None = ()) -> Screen:
    """Return where a form stands."""
    return Screen(f"courses/desk/{name}.html", title, _down(trail))


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the desk after an act."""
    return HttpResponseRedirect(address(name, *args), status=SEE_OTHER)


def to_course(course: Course) -> Link:
    return course.title, address("course", course.pk)


def to_part(part: Part) -> list[Link]:
    return [to_course(part.course), (part.title, address("part", part.pk))]


def done(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    """Do something without a form of its own and say what became of it."""
    try:
        act()
    except CourseRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)


def _down(trail: Sequence[Link] | None) -> list[Link]:
    return [] if trail is None else [(LIST, address("list")), *trail]
