"""How the forms of this room answer: what was typed stays until it is right, then one service does it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from handoff.access import EnrolledRequest
from handoff.actors import CASEWORK
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.sittings.enums import COMMITTEE_ROLES
from handoff.views import UNPROCESSABLE

STAFF = CASEWORK
IN_THE_ROOM = STAFF | COMMITTEE_ROLES


def answered(  # noqa: PLR0913 -- the words of one page, by name
    request: EnrolledRequest,
    form: forms.Form,
    do: Callable[[], Any],
    *,
    title: str,
    button: str,
    back: str,
    note: str = "",
    said: str = "記録しました。",
    above: str = "",
    template: str = "sittings/form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form, or do what it asks and lead back to where it was opened."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ChangedMeanwhile as error:
            messages.error(request, str(error))
            return redirect(back)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(back)
    context = {
        "page_title": title,
        "form": form,
        "button": button,
        "back": back,
        "note": note,
        "above": above,
        "has_errors": bool(form.errors),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, context | more, status=status)


def pressed(request: EnrolledRequest, do: Callable[[], Any], *, back: str, said: str) -> HttpResponse:
    """Do what a button asks, and lead back."""
    try:
        do()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(back)


def pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a paper; its name carries a number alone."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def data_of(request: EnrolledRequest) -> Any:
    """Return what a form was filled with, or nothing where it is only looked at."""
    return request.POST if request.method == "POST" else None
