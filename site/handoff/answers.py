"""What a form of this door answers: its page again with what was typed, or on to where it leads."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.again import ask_password_again, remember_password

from .access import EnrolledRequest
from .exceptions import ChangedMeanwhile, Refused
from .views import UNPROCESSABLE

WRITTEN = "書きました。"


def posted(request: EnrolledRequest) -> QueryDict | None:
    """Return what a form was filled with, were it nothing at all, or None where it is only looked at."""
    return request.POST if request.method == "POST" else None


def done(
    request: EnrolledRequest,
    form: forms.Form,
    write: Callable[[], str],
    *,
    said: str = WRITTEN,
    field: str | None = None,
    if_late: str = "",
) -> HttpResponse | None:
    """Do what a form says once it is sent and whole, and go where `write` tells; else there is no answer yet.

    A refusal stands in the form, at `field` if it is one field's. Where somebody else was faster it does not
    help to mend the form: then it leads to `if_late`, if that is given. Where `said` is empty, `write` says
    itself what was done.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    remember_password(request, form)
    try:
        target = write()
    except Refused as error:
        if if_late and isinstance(error, ChangedMeanwhile):
            messages.error(request, str(error))
            return redirect(if_late)
        form.add_error(field, str(error))
        return None
    if said:
        messages.success(request, said)
    return redirect(target)


def shown(request: EnrolledRequest, template: str, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    """Show the page of a form, with what was typed and what is wrong with it."""
    context = {"page_title": title, "form": form, "has_errors": bool(form.errors)}
    return render(request, template, context | more, status=UNPROCESSABLE if form.errors else 200)


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
    """Do what a form says, as `done`, or show it on the page that all rooms share.

    `back` is the address of the page to which one returns without writing; `reference` and `note`, if given,
    stand beside the title. What cannot be undone says so in a `warning`, and in `warned_of` line by line what
    comes of it.
    """
    answer = done(request, form, write, said=said)
    return answer or shown(request, "handoff/form.html", form, title, button=button, back=back, **more)


def pressed(request: EnrolledRequest, do: Callable[[], object], target: str, *, said: str) -> HttpResponse:
    """Do what a button asks, say so or say why not, and go on; where `said` is empty, `do` says it itself."""
    try:
        do()
    except Refused as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return redirect(target)


def password_asked(request: EnrolledRequest, form: forms.Form, *, is_fresh: bool) -> HttpResponse | None:
    """Ask for the password before a form is looked at, or in the form itself where it is sent too late.

    Whoever writes then acts with `actor_of` anew: a form that is whole has shown the password (`done`).
    """
    if is_fresh:
        return None
    if request.method == "POST":
        ask_password_again(request, form)
        return None
    asked = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('account_reauthenticate')}?{asked}")


def paper(pdf: bytes, *, name: str, is_kept: bool = False) -> HttpResponse:
    """Answer with a paper; its name carries a number at most, and never who it is about.

    It is looked at and printed, and nothing of it lies among the downloads of a desk, unless it `is_kept`.
    """
    how = "attachment" if is_kept else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def address(name: str, *args: Any) -> str:
    """Return the address of a page of this area."""
    return reverse(f"handoff:{name}", args=args)
