"""Pages for what went wrong.

All but one need no database: the centre's phone comes from a small file (`content.contact_card`). Where
nothing is found, the page is as any other.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from content.contact_card import read_contact_card
from content.search.rules import MOST_CHARACTERS
from foundation.ui.typed import ASKING_FORM, words_asked

TRY_AGAIN_AFTER_SECONDS = 120


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
