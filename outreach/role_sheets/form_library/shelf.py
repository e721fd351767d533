"""The library on the page of guides."""

from django.http import HttpRequest
from django.urls import reverse

from outreach.role_sheets.registries import Shelf

from .access import listed_kinds

PLACE = 50
FIRST = 3


def shelf(_request: HttpRequest) -> Shelf | None:
    """Return the shelf of forms, or None while none is listed."""
    kinds = list(listed_kinds()[:FIRST])
    if not kinds:
        return None
    return Shelf(
        title="様式集",
        address=reverse("form_library:forms"),
        words="業務ごとの様式です。だれの様式か、いつからの版か、書き方といっしょに置いています。",
        place=PLACE,
        first=[(each.title, each.get_absolute_url()) for each in kinds],
    )


def desk_of_forms() -> tuple[str, str]:
    """Return the desk of this room, a tab beside the sheets."""
    return "様式集", reverse("form_desk:forms")
