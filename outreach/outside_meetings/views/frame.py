"""What the desk's screens of outside meetings and kits share: addresses, the way down, forms, answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from content.desk import Link
from content.desk_forms import Done, Screen, Written, form_screen, pressed
from outreach.outside_meetings.exceptions import OutsideRefused

MEETINGS, HOSTS, KITS = "外の会議", "はじめての受け入れ", "受け入れセット"
FORM = "outside_meetings/desk/form.html"


def address(name: str, *args: object) -> str:
    return reverse(f"outside_desk:{name}", args=args)


def to_meetings() -> Link:
    return MEETINGS, address("meetings")


def to_hosts() -> Link:
    return HOSTS, address("hosts")


def to_kits() -> Link:
    return KITS, address("kits")


def form_page(  # noqa: PLR0913 -- a form, what saves it, where it stands
    request: HttpRequest,
    form: Written,
    save: Callable[[], str],
    *,
    title: str,
    button: str,
    trail: list[Link],
    back: str,
    field: str | None = None,
    hint: str = "",
) -> HttpResponse:
    """Show a form; once saved, say what `save` returns and go back."""
    return form_screen(
        request,
        form,
        lambda: Done(save(), back),
        Screen(FORM, title, trail),
        refused_as=OutsideRefused,
        field=field,
        button=button,
        back=back,
        hint=hint,
    )


def done(request: HttpRequest, act: Callable[[], object], words: str, back: str) -> HttpResponse:
    """Do something by one press, say so, and go back."""
    return pressed(request, act, words, back, refused_as=OutsideRefused)


def asked_year(request: HttpRequest, years: list[int], present: int) -> int:
    """Return the fiscal year of `?year=` when it is offered, else the present one."""
    return next((each for each in years if str(each) == request.GET.get("year")), present)
