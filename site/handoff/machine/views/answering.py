"""How a form or a button about one hand-off is answered: it leads back to the hand-off."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse

from handoff import answers
from handoff.access import EnrolledRequest
from handoff.answers import address, pressed

SAID = "記録しました。"


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
    """Show a form, or write what it says."""
    home = address("detail", pk)

    def do() -> str:
        write()
        return home

    return answers.answered(request, form, do, title=title, button=button, back=home, said=SAID, note=note)


def said(request: EnrolledRequest, pk: UUID, say: Callable[[], object], *, place: str = "") -> HttpResponse:
    """Do what a button says, and go on at the place on the page where it stood."""
    return pressed(request, say, address("detail", pk) + place, said=SAID)
