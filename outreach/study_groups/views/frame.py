"""The frame around the pages of communities: who comes in, and the way down to a page."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.desk import FORM_METHODS, SEE_OTHER, UNPROCESSABLE, Link
from outreach.study_groups.access import opened
from outreach.study_groups.asking_again import agency_names
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community

TITLE = "会・委員会"
MOST_DIGITS = 12

type View = Callable[..., HttpResponseBase]


def where_they_may(action: Action) -> Callable[[View], View]:
    """Open a page of a community to those who may do this there; strangers sign in, others find nothing.

    The view gets how the visitor stands there instead of the community's address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            standing = opened(action, slug, request.user, today=timezone.localdate())
            return view(request, standing, *args, **kwargs)

        page: View = never_cache(login_required(require_http_methods(FORM_METHODS)(guarded)))
        return page

    return decorate


def address(name: str, community: Community, *args: object) -> str:
    """Return where a page of a community stands."""
    return reverse(f"study_groups:{name}", args=[community.slug, *args])


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    community: Community | None = None,
    trail: tuple[Link, ...] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Answer with a page; whoever signed in leaves no copy of it on the way.

    A template without a folder is the core's own.
    """
    above: list[Link] = [("ホーム", "/")]
    if community is not None:
        above.append((TITLE, reverse("study_groups:list")))
        if title != community.name:
            above.append((community.name, community.get_absolute_url()))
    frame = {
        "page_title": title,
        "no_index": request.user.is_authenticated,
        "has_errors": status == UNPROCESSABLE,
        "breadcrumb_items": [*above, *trail, (title, "")],
        "community": community,
    }
    folder = "" if "/" in template else "study_groups/"
    response = render(request, f"{folder}{template}", frame | context, status=status)
    if request.user.is_authenticated:
        add_never_cache_headers(response)
    return response


def names_to_look_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names of agencies for which sent words are looked through; nothing while none are sent."""
    return agency_names(timezone.localdate()) if request.method == "POST" else []


def go(where: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(where, status=SEE_OTHER)


def saved(
    request: HttpRequest, form: Form, save: Callable[[Mapping[str, Any]], str], *, field: str | None = None
) -> bool:
    """Save what a form says, and say what was done; what a service refuses stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        words = save(form.cleaned_data)
    except GroupRefused as refused:
        form.add_error(field, str(refused))
        return False
    messages.success(request, words)
    return True


def told(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Do what was pressed and say so, or say why not."""
    try:
        act()
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)


def whole_number(text: str) -> int | None:
    """Return a number that came with an address or a form; None for anything else, and for one too long."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def status_of(form: Form) -> int:
    return UNPROCESSABLE if form.is_bound and form.errors else 200
