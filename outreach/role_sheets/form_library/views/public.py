"""Everybody reads the library of forms, and takes the empty ones."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from outreach.role_sheets.form_library import queries
from outreach.role_sheets.form_library.access import listed_kind, listed_kinds, public_version

TITLE = "様式集"
HOME, GUIDES = ("ホーム", "/"), ("ガイド", "/guides/")


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """List the forms under the duty that uses them."""
    context = {
        "page_title": TITLE,
        "breadcrumb_items": [HOME, GUIDES, (TITLE, "")],
        "shelves": queries.by_duty(listed_kinds(), today=timezone.localdate(), public=True),
    }
    return render(request, "form_library/public/forms.html", context)


@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show a form: what it is for, how it is filled in, its versions."""
    found, today = listed_kind(code), timezone.localdate()
    versions = found.published  # type: ignore[attr-defined]  # -- prefetched
    context = {
        "page_title": f"様式：{found.title}",
        "breadcrumb_items": [HOME, GUIDES, (TITLE, reverse("form_library:forms")), (found.title, "")],
        "kind": found,
        "current": queries.current_of(versions, today),
        "lines": queries.version_lines(versions, today=today),
    }
    return render(request, "form_library/public/form.html", context)


@require_safe
def blank(_request: HttpRequest, code: str, pk: int, name: str) -> FileResponse:
    """Return an empty form, to be saved and never to be run."""
    found = public_version(code, pk, name)
    shown = f"{found.kind.title}（{found.name}）.{found.blank_suffix}"
    response = FileResponse(found.blank.open("rb"), as_attachment=True, filename=shown)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
