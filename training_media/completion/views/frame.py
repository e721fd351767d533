"""The frame around what whoever watches sees here: nothing of it is kept or found by search engines."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from content.desk import SEE_OTHER
from foundation.rates.services import may_go
from training_media.completion.access import watched_course, who_watches
from training_media.watching.access import Watching

OK, UNPROCESSABLE, TOO_MANY = 200, 422, 429
TOO_OFTEN = "この1時間に、たくさん押されました。1時間ほど待つか、センターにお電話ください。"

type View = Callable[..., HttpResponse]


def of_whoever_watches(view: View) -> View:
    """Open a page of a course to whoever watches it and is recorded; others read how they can come in."""

    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        course = watched_course(slug)
        found = who_watches(request, course, now=timezone.now())
        if found is None:
            return HttpResponseRedirect(reverse("watching:course", args=[slug]), status=SEE_OTHER)
        return view(request, found, *args, **kwargs)

    opened: View = never_cache(guarded)
    return opened


def go(name: str, *args: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"completion:{name}", args=args), status=SEE_OTHER)


def show(
    request: HttpRequest, template: str, title: str, *, status: int = OK, **context: Any
) -> HttpResponse:
    """Answer with a page of this room."""
    frame = {"page_title": title, "no_index": True, "has_errors": status == UNPROCESSABLE}
    return render(request, f"completion/{template}", frame | context, status=status)


def counted(request: HttpRequest, action: str, found: Watching) -> bool:
    """Return whether this was not done too often of late on behalf of these viewers, and count it."""
    whom = ",".join(str(each.pk) for each in found.viewers) or f"user:{request.user.pk}"
    return may_go(
        request,
        app="completion",
        action=action,
        rates=settings.COMPLETION_RATES,
        now=timezone.now(),
        key=f"{found.course.pk}:{whom}",
    )
