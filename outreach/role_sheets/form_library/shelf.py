"""The library on the page of guides."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from outreach.role_sheets.registries import Shelf

from .access import listed_kinds
from .queries import current_of

PLACE = 50
FIRST = 3


def shelf(_request: HttpRequest) -> Shelf | None:
    """Return the shelf of forms, or None while none is listed."""
    today = timezone.localdate()
    # Whoever comes here wants a file: forms that have one stand first.
    kinds = sorted(listed_kinds(), key=lambda each: current_of(each.published, today) is None)  # type: ignore[attr-defined]  # -- prefetched
    if not kinds:
        return None
    return Shelf(
        title="様式集",
        address=reverse("form_library:forms"),
        words="業務ごとの様式です。だれの様式か、いつからの版か、書き方といっしょに置いています。",
        place=PLACE,
        first=[(each.title, each.get_absolute_url()) for each in kinds[:FIRST]],
    )


def desk_of_forms() -> tuple[str, str]:
    """Return the desk of this room, a tab beside the sheets."""
    return "様式集", reverse("form_desk:forms")
