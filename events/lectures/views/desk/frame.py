"""What the screens of the lecture desk share: their records, and the way down from the list of requests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content import desk
from content.desk import SEE_OTHER, Link
from events.desk_forms.fields import DayField
from events.lectures import queries
from events.lectures.models import LectureRequest
from foundation.japanese.dates import is_of_our_time

LIST = "出前講座"
BOARD = "日程"


def show(
    request: HttpRequest,
    name: str,
    title: str,
    *,
    trail: Sequence[Link] | None = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a screen of the desk; `trail` leads down to it from the requests, None beside their list."""
    above = [] if trail is None else [to_list(), *trail]
    return desk.show(request, f"lectures/desk/{name}.html", title, trail=above, status=status, **context)


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the desk after an act."""
    return HttpResponseRedirect(address(name, *args), status=SEE_OTHER)


def address(name: str, *args: object) -> str:
    return reverse(f"lecture_desk:{name}", args=args)


def to_list() -> Link:
    return LIST, address("requests")


def to_request(wanted: LectureRequest) -> Link:
    return f"依頼 {wanted.number}", address("request", wanted.pk)


def find_request(pk: int) -> LectureRequest:
    """Return a request with its theme and event. Raises Http404."""
    return get_object_or_404(queries.requests(), pk=pk)


def day_in(request: HttpRequest, name: str, usual: date) -> date:
    """Return the day in the address, as links or as people write it, or the usual one."""
    written = request.GET.get(name, "")
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return _typed(written, usual)
    return found if is_of_our_time(found) else usual


def _typed(written: str, usual: date) -> date:
    field = DayField(required=False)
    field.today = usual
    try:
        return field.clean(written) or usual
    except ValidationError:
        return usual
