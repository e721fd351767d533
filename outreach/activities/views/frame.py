"""What the desk's screens of activities share: addresses, the way down, forms, answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from content.desk import Link
from content.desk_forms import Done, Kept, Screen, Written, form_screen, pressed
from outreach.activities.exceptions import ActivityRefused
from outreach.activities.models import Activity

REGISTER = "活動の記録"
FORM = "activities/desk/form.html"


def address(name: str, *args: object) -> str:
    return reverse(f"activity_desk:{name}", args=args)


def to_register() -> Link:
    return REGISTER, address("register")


def to_activity(activity: Activity) -> Link:
    return activity.title, address("activity", activity.pk)


def form_page(  # noqa: PLR0913 -- a form, what saves it, where it stands
    request: HttpRequest,
    form: Written,
    save: Callable[[], Done],
    *,
    title: str,
    button: str,
    trail: list[Link],
    back: str,
    hint: str = "",
    has_files: bool = False,
    field: str | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    """Show a form; once saved, say what `save` returns and go on."""
    return form_screen(
        request,
        form,
        save,
        Screen(FORM, title, trail),
        refused_as=ActivityRefused,
        field=field,
        kept=kept,
        button=button,
        back=back,
        hint=hint,
        has_files=has_files,
    )


def done(request: HttpRequest, act: Callable[[], object], words: str, back: str) -> HttpResponse:
    """Do something by one press, say so, and go back."""
    return pressed(request, act, words, back, refused_as=ActivityRefused)
