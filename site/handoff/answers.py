"""What a form of this door answers: its page again with what was typed, or on to where it leads."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from .access import EnrolledRequest
from .exceptions import Refused
from .views import UNPROCESSABLE

WRITTEN = "書きました。"


def answered(
    request: EnrolledRequest,
    form: forms.Form,
    write: Callable[[], str],
    *,
    title: str,
    button: str,
    back: str,
    said: str = WRITTEN,
    **more: Any,
) -> HttpResponse:
    """Show a form, or do what it says and go where `write` tells; a refusal keeps what was typed.

    `back` is the address of the page to which one returns without writing. Where `said` is empty, `write`
    says itself what was done.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = write()
        except Refused as error:
            form.add_error(None, str(error))
        else:
            if said:
                messages.success(request, said)
            return redirect(target)
    context = {
        "page_title": title,
        "button": button,
        "form": form,
        "back": back,
        "has_errors": bool(form.errors),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "handoff/form.html", context | more, status=status)


def pressed(request: EnrolledRequest, do: Callable[[], None], target: str, *, said: str) -> HttpResponse:
    """Do what a button asks, say so or say why not, and go back to the page."""
    try:
        do()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(target)


def paper(pdf: bytes, *, name: str) -> HttpResponse:
    """Answer with a paper; its name carries a number at most, and never who it is about."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def address(name: str, *args: Any) -> str:
    """Return the address of a page of this area."""
    return reverse(f"handoff:{name}", args=args)
