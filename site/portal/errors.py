"""Error pages that need no database: the centre's phone comes from a small file (`content.contact_card`)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from content.contact_card import read_contact_card

TRY_AGAIN_AFTER_SECONDS = 120


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- a handler
    """Say that what was sent cannot be read, and whom to phone."""
    page = render_to_string("400.html", {"centre": read_contact_card()})
    return HttpResponse(page, status=400, headers={"Cache-Control": "no-store"})


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a handler
    """Answer 503 while the database is gone, 500 for a mistake of ours; both pages tell whom to phone."""
    context = {"centre": read_contact_card()}
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        page = render_to_string("maintenance.html", context)
        return HttpResponse(page, status=503, headers={"Retry-After": str(TRY_AGAIN_AFTER_SECONDS)})
    return HttpResponseServerError(render_to_string("500.html", context))
