"""What the screens of this room share: where they stand, what a press answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from content.desk import SEE_OTHER, Link
from outreach.role_sheets.procedures.exceptions import ProceduresRefused

PDF = "application/pdf"
GUIDES: Link = ("ガイド", "/guides/")
GAPS = "市町村のすき間の一覧"


def address(name: str, *args: object) -> str:
    return reverse(f"procedures:{name}", args=args)


def page(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    trail: tuple[Link, ...] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show a page of the room; `trail` lies between the guides and this page."""
    frame = {
        "page_title": title,
        "breadcrumb_items": [GUIDES, *trail, (title, "")],
        "has_errors": status >= 400,  # noqa: PLR2004 -- a refusal
    }
    return render(request, f"procedures/{template}.html", frame | context, status=status)


def done(request: HttpRequest, act: Callable[[], str], back: str) -> HttpResponse:
    """Do something by one press, say what it answers or why it was refused, and go back."""
    try:
        words = act()
    except ProceduresRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return HttpResponseRedirect(back, status=SEE_OTHER)
