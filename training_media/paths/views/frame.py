"""The frame around what whoever walks a path sees."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.desk import SEE_OTHER, Link
from training_media.paths.access import Walker, walker_of

TITLE = "はじめての道すじ"

type View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """Open a page to whoever works for an agency or at the centre; strangers sign in."""
    return _opened(require_safe(_for_walkers(view)))


def deed(view: View) -> View:
    """Open an act to them."""
    return _opened(require_POST(_for_walkers(view)))


def _opened(view: View) -> View:
    opened: View = never_cache(login_required(view))
    return opened


def _for_walkers(view: View) -> View:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, walker_of(request, today=timezone.localdate()), *args, **kwargs)

    return guarded


def show(
    request: HttpRequest, walker: Walker, template: str, title: str, *trail: Link, **context: Any
) -> HttpResponse:
    """Answer with a page; `trail` are the pages between home and this one."""
    home = ("わたしたちの事業所", "/my/") if walker.membership else ("ホーム", "/")
    frame = {
        "page_title": title,
        "no_index": True,
        "membership": walker.membership,
        "breadcrumb_items": [home, *trail, (title, "")],
    }
    return render(request, f"paths/{template}", frame | context)


def to_list() -> Link:
    return TITLE, reverse("paths:list")


def go(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=SEE_OTHER)
