"""Pages for what went wrong.

All but two need no database: the centre's phone comes from a small file (`content.contact_card`). Where
nothing is found, and for a wrong method, the page is as any other.
"""

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseServerError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from content.contact_card import read_contact_card
from content.search.rules import MOST_CHARACTERS
from foundation.ui.typed import ASKING_FORM, words_asked

TRY_AGAIN_AFTER_SECONDS = 120
BY_A_BUTTON = "ここは、画面のボタンを押したときだけ働くアドレスです。"
TO_BE_READ = "ここは、読むためのページです。送られたものは、受け取っていません。"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- a handler
    """Say that what was sent cannot be read, and whom to phone."""
    page = render_to_string("400.html", {"centre": read_contact_card()})
    return HttpResponse(page, status=400, headers={"Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- a handler
    """Say that nothing is here, with a search whose word outlives a change of the look."""
    context = {"asking_form": ASKING_FORM, "typed": words_asked(request, most=MOST_CHARACTERS)}
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a handler
    """Answer 503 while the database is gone, 500 for a mistake of ours; both pages tell whom to phone."""
    context = {"centre": read_contact_card()}
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        page = render_to_string("maintenance.html", context)
        return HttpResponse(page, status=503, headers={"Retry-After": str(TRY_AGAIN_AFTER_SECONDS)})
    return HttpResponseServerError(render_to_string("500.html", context))


def wrong_method_in_words(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer a wrong method on any address with a page that says what to do; Django's own is empty."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        return wrong_method(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    return answer


def wrong_method(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """Say that nothing was done, why, and lead back; a script of ours is led back with the same words."""
    words = TO_BE_READ if "GET" in refused.headers["Allow"] else BY_A_BUTTON
    back = _came_from(request)
    page = render(request, "405.html", {"words": words, "back": back, "no_index": True}, status=405)
    page.headers["Allow"] = refused.headers["Allow"]
    add_never_cache_headers(page)
    if request.headers.get("HX-Request"):
        # A refused part of a page is shown nowhere: the whole page is loaded anew and says it.
        messages.error(request, f"{words}もう一度、画面のボタンから、してください。")
        page.headers["HX-Redirect"] = back or "/"
    return page


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours from which somebody came; empty for none, and for the refused address."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(said, allowed_hosts=hosts, require_https=request.is_secure()):
        return ""
    found = urlsplit(said)
    if found.path == request.path or not found.path.startswith("/"):
        return ""
    back = found._replace(scheme="", netloc="", fragment="").geturl()
    # A path that begins with two strokes, or with what a browser reads as such, names another host.
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
