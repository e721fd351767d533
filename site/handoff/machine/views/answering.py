"""How a form or a button about one hand-off is answered: written down, or shown with what is wrong."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from handoff.access import EnrolledRequest
from handoff.exceptions import Refused
from handoff.views import UNPROCESSABLE


def answered(
    request: EnrolledRequest,
    pk: UUID,
    form: forms.Form,
    write: Callable[[], object],
    *,
    title: str,
    button: str,
    note: str = "",
) -> HttpResponse:
    """Show a form, or write what it says and lead back to its hand-off."""
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "記録しました。")
            return redirect("handoff:detail", pk=pk)
    context = {
        "page_title": title,
        "button": button,
        "note": note,
        "form": form,
        "pk": pk,
        "has_errors": bool(form.errors),
    }
    return render(request, "machine/form.html", context, status=UNPROCESSABLE if form.errors else 200)


def said(request: EnrolledRequest, pk: UUID, say: Callable[[], object]) -> HttpResponse:
    """Do what a button says and lead back to its hand-off."""
    try:
        say()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "記録しました。")
    return redirect("handoff:detail", pk=pk)
