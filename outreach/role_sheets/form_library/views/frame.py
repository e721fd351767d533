"""What the desk's screens of the library share: addresses, the way down, forms, answers by one press."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content.desk import SEE_OTHER, Link
from content.desk_forms import Done, Kept, Screen, Written, form_screen
from foundation.decision import NotAllowed

FORMS = "様式集"
FORM = "form_library/desk/write.html"
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def address(name: str, *args: object) -> str:
    return reverse(f"form_desk:{name}", args=args)


def to_forms() -> Link:
    return FORMS, address("forms")


def form_page(  # noqa: PLR0913 -- a form, what saves it, where it stands
    request: HttpRequest,
    form: Written,
    save: Callable[[], Done],
    *,
    title: str,
    button: str,
    trail: list[Link],
    back: str,
    kept: Kept | None = None,
    hint: str = "",
    has_files: bool = False,
) -> HttpResponse:
    """Show a form; once saved, say so and go on."""
    return form_screen(
        request,
        form,
        save,
        Screen(FORM, title, trail),
        refused_as=NotAllowed,
        kept=kept,
        button=button,
        back=back,
        hint=hint,
        has_files=has_files,
    )


def pressed(request: HttpRequest, act: Callable[[], str], back: str, *, gone: str = "") -> HttpResponse:
    """Do something by one press, say what `act` returns, and go back, to `gone` once the page is no more."""
    try:
        words = act()
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
        back = gone or back
    return HttpResponseRedirect(back, status=SEE_OTHER)
