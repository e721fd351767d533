"""The frame around what whoever watches sees: nothing of it is kept or found by search engines."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.desk import FORM_METHODS, SEE_OTHER
from training_media.models import Course
from training_media.watching.access import Watching, course_to_watch, watching

OK, UNPROCESSABLE, NOT_FOUND, TOO_MANY = 200, 422, 404, 429
# In the address of the page where people are counted again: they go afterwards.
LEAVING = "leaving"

type View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Open a page with a form to everybody; no copy of it is kept."""
    opened: View = never_cache(require_http_methods(FORM_METHODS)(view))
    return opened


def of_a_course(view: View) -> View:
    """Open a page of a course to whoever may watch it now; others read how they can."""

    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        course = course_to_watch(slug)
        found = watching(request, course, now=timezone.now())
        if found is None:
            return go("course", slug)
        return view(request, found, *args, **kwargs)

    return page(guarded)


def go(name: str, *args: object, query: Mapping[str, object] | None = None) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"watching:{name}", args=args, query=query), status=SEE_OTHER)


def show(
    request: HttpRequest, template: str, title: str, *, status: int = OK, **context: Any
) -> HttpResponse:
    """Answer with a page of this room."""
    frame = {
        "page_title": title,
        "no_index": True,
        "has_errors": status == UNPROCESSABLE,
        "breadcrumb_items": [*VIDEOS, (title, "")],
    }
    return render(request, f"watching/{template}", frame | context, status=status)


VIDEOS = (("ホーム", "/"), ("研修動画", "/videos/"))


def trail(course: Course, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way down to a page of a course."""
    return [*VIDEOS, (f"見る　{course.title}", reverse("watching:course", args=[course.slug])), *more]


def as_whom(found: Watching) -> str:
    """Return in words as whom somebody watches; nothing where nothing is recorded."""
    names = found.names
    if not found.is_recorded or not names:
        return ""
    return f"{len(names)}人で見ています" if found.is_together else f"{names[0]}さんとして見ています"
